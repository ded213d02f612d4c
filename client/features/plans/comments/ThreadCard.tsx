import { forwardRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Thread } from '#shared/plans/comments.ts'
import { classes } from '../../../ui/classes.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { Composer } from './Composer.tsx'
import type { CommentActions } from './commentActions.ts'
import { MessageView } from './MessageView.tsx'
import { ownWordsOf } from './ownWordsOf.ts'
import styles from './ThreadCard.module.css'
import type { Drafts } from './useDrafts.ts'

export type ThreadCardProps = {
  readonly thread: Thread
  readonly isActive: boolean
  readonly isLost: boolean
  readonly hueOf: (userId: string) => string
  readonly nameOf: (userId: string) => string
  /** Null for those who may only read. */
  readonly actions: CommentActions | null
  readonly drafts: Drafts
  readonly focusReply: boolean
  readonly onPick: () => void
  readonly onLeave: () => void
}

const Folded = ({ thread, nameOf, onPick }: ThreadCardProps) => {
  const { t } = useTranslation('plans')
  return (
    <button type="button" className={styles.folded} onClick={onPick}>
      <Icon name="chevronRight" size={16} />
      <span>
        {t('comment.folded', {
          author: thread.messages[0]?.authorName ?? '',
          kind: t(`kind.${thread.kind}`),
          by: nameOf(thread.resolvedBy ?? ''),
        })}
      </span>
    </button>
  )
}

const Messages = ({ thread, isActive, hueOf, actions, drafts }: ThreadCardProps) => {
  const { t } = useTranslation('plans')
  const isResolved = thread.resolvedBy !== null
  const resolve = isActive && actions?.mayResolve(thread) && (
    <IconButton
      icon={isResolved ? 'undo' : 'check'}
      label={t(isResolved ? 'comment.reopen' : 'comment.resolve')}
      onClick={() => actions.setResolved(thread.threadId, !isResolved)}
    />
  )
  // A thread that is not open shows how it began, and how much more there is.
  const shown = isActive ? thread.messages : thread.messages.slice(0, 1)
  const hidden = thread.messages.length - shown.length
  return (
    <>
      {shown.map((message, index) => (
        <div key={message.id} className={index > 0 ? styles.reply : undefined}>
          <MessageView
            message={message}
            hue={hueOf(message.authorId)}
            tag={index === 0 && <Tag>{t(`kind.${thread.kind}`)}</Tag>}
            actions={index === 0 && resolve}
            own={isActive ? ownWordsOf(thread, message, { actions, drafts }) : null}
          />
        </div>
      ))}
      {hidden > 0 && <p className={styles.more}>{t('comment.replies', { count: hidden })}</p>}
    </>
  )
}

/** One thread in the margin. The active one is the only card; the rest stand on the bare paper. */
export const ThreadCard = forwardRef<HTMLElement, ThreadCardProps>((props, ref) => {
  const { thread, isActive, isLost, actions, drafts, onPick, onLeave } = props
  const { t } = useTranslation('plans')
  const { threadId } = thread
  const isFolded = thread.resolvedBy !== null && !isActive
  const send = () => {
    actions?.reply(threadId, drafts.of(threadId))
    drafts.set(threadId, '')
  }
  return (
    <article
      ref={ref}
      data-card={threadId}
      tabIndex={-1}
      className={classes(styles.card, isActive && styles.active)}
      aria-label={t('comment.thread', { author: thread.messages[0]?.authorName ?? '' })}
      aria-current={isActive || undefined}
    >
      {isFolded ? (
        <Folded {...props} />
      ) : (
        // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: the keyboard walks threads with Alt+↓ ↑
        <div onClick={isActive ? undefined : onPick} className={styles.body}>
          {isLost && (
            <p className={styles.lost}>{t('comment.lost', { quote: thread.anchor.quote })}</p>
          )}
          <Messages {...props} />
        </div>
      )}
      {isActive && actions && (
        <div className={styles.composer}>
          <Composer
            label={t('comment.reply')}
            text={drafts.of(threadId)}
            onText={(text) => drafts.set(threadId, text)}
            onSend={send}
            onCancel={onLeave}
            autoFocus={props.focusReply}
          />
        </div>
      )}
    </article>
  )
})
