import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CommentKind } from '#shared/plans/comments.ts'
import { classes } from '../../../ui/classes.ts'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import type { MarginProps } from './CommentMargin.tsx'
import styles from './CommentSheet.module.css'
import { Composer } from './Composer.tsx'
import { MessageView } from './MessageView.tsx'
import kinds from './NewThread.module.css'
import { KindChips } from './NewThread.tsx'
import { ownWordsOf } from './ownWordsOf.ts'
import type { Comments } from './useComments.ts'
import { NEW_THREAD } from './useDrafts.ts'

type SheetProps = Pick<MarginProps, 'comments' | 'hueOf'> & {
  /** Threads down the page, for the arrows. */
  readonly order: readonly string[]
}

/** 回复 answers; a kind begins another thread at the same words. Each keeps its own draft. */
const SheetComposer = ({ comments }: { readonly comments: Comments }) => {
  const { t } = useTranslation('plans')
  const { active, draft, drafts, actions } = comments
  const place = draft ? NEW_THREAD : (active?.threadId ?? NEW_THREAD)
  if (!actions) return null
  const choose = (kind: CommentKind) => {
    if (draft) comments.setKind(kind)
    else if (active) comments.begin({ anchor: active.anchor, kind })
  }
  const send = () => {
    if (draft) return comments.send()
    if (active) actions.reply(active.threadId, drafts.of(place))
    drafts.set(place, '')
  }
  return (
    <div className={styles.composer}>
      <div className={styles.choices}>
        {active && (
          <button type="button" className={classes(kinds.kind, kinds.on)} aria-pressed="true">
            {t('comment.answer')}
          </button>
        )}
        <KindChips kind={draft?.kind ?? null} onKind={choose} />
      </div>
      <Composer
        size="l"
        label={t(draft ? 'comment.write' : 'comment.reply')}
        text={drafts.of(place)}
        onText={(text) => drafts.set(place, text)}
        onSend={send}
        onCancel={() => (draft ? comments.cancel() : comments.pick(null))}
      />
    </div>
  )
}

const SheetHead = ({ comments, order }: Omit<SheetProps, 'hueOf'>) => {
  const { t } = useTranslation('plans')
  const { active, actions } = comments
  const at = active ? order.indexOf(active.threadId) : -1
  const go = (by: 1 | -1) => comments.pick(order[(at + by + order.length) % order.length] ?? null)
  return (
    <div className={styles.head}>
      <b>{t(active ? 'comment.title' : 'comment.new')}</b>
      {active && <Tag>{t(`kind.${active.kind}`)}</Tag>}
      <span className={styles.nav}>
        {active && actions?.mayResolve(active) && (
          <IconButton
            size="m"
            icon={active.resolvedBy === null ? 'check' : 'undo'}
            label={t(active.resolvedBy === null ? 'comment.resolve' : 'comment.reopen')}
            onClick={() => actions.setResolved(active.threadId, active.resolvedBy === null)}
          />
        )}
        {active && (
          <>
            <IconButton
              size="m"
              icon="chevronUp"
              label={t('comment.previous')}
              onClick={() => go(-1)}
            />
            <span className="num">{t('comment.count', { at: at + 1, of: order.length })}</span>
            <IconButton
              size="m"
              icon="chevronDown"
              label={t('comment.next')}
              onClick={() => go(1)}
            />
          </>
        )}
        <IconButton
          size="m"
          icon="close"
          label={t('comment.close')}
          onClick={() => {
            comments.cancel()
            comments.pick(null)
          }}
        />
      </span>
    </div>
  )
}

/** A phone's margin: a sheet below the words it is about. */
export const CommentSheet = ({ comments, hueOf, order }: SheetProps) => {
  const { t } = useTranslation('plans')
  const [isTall, setTall] = useState(false)
  const { active, draft } = comments
  if (!active && !draft) return null
  return (
    <section
      className={classes(styles.sheet, isTall && styles.tall)}
      aria-label={t('comment.title')}
    >
      <button
        type="button"
        className={styles.grab}
        aria-label={t(isTall ? 'comment.lower' : 'comment.raise')}
        onClick={() => setTall(!isTall)}
      />
      <SheetHead comments={comments} order={order} />
      <div className={styles.messages}>
        {draft && <p className={styles.quote}>{draft.anchor.quote}</p>}
        {active?.messages.map((message) => (
          <MessageView
            key={message.id}
            message={message}
            hue={hueOf(message.authorId)}
            own={ownWordsOf(active, message, comments)}
          />
        ))}
      </div>
      <SheetComposer comments={comments} />
    </section>
  )
}
