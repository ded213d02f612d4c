import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message } from '#shared/plans/comments.ts'
import { Avatar } from '../../../ui/Avatar.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Menu } from '../../../ui/Menu.tsx'
import { Composer } from './Composer.tsx'
import type { OwnWords } from './ownWordsOf.ts'
import styles from './ThreadCard.module.css'
import { timeWords } from './timeWords.ts'

type MessageViewProps = {
  readonly message: Message
  readonly hue: string
  /** Null for another's words. */
  readonly own: OwnWords | null
  readonly tag?: ReactNode
  readonly actions?: ReactNode
}

/** One person's words with their name and time; one's own can be changed in place. */
export const MessageView = ({ message, hue, own, tag, actions }: MessageViewProps) => {
  const { t, i18n } = useTranslation('plans')
  const [isBegun, setBegun] = useState(false)
  const begin = () => {
    if (own?.draft === '') own.onDraft(message.text)
    setBegun(true)
  }
  const leave = () => {
    own?.onDraft('')
    setBegun(false)
  }
  const save = () => {
    if (own?.draft.trim()) own.onEdit(own.draft)
    leave()
  }
  return (
    <div className={styles.message}>
      <div className={styles.head}>
        <Avatar name={message.authorName} hue={hue} size={22} />
        <b className={styles.name} aria-hidden="true">
          {message.authorName}
        </b>
        {tag}
        <time className={`${styles.time} num`} dateTime={message.at}>
          {timeWords(message.at, i18n.language)}
        </time>
        {own && (
          <Menu
            align="end"
            trigger={<IconButton icon="more" label={t('comment.own')} />}
            items={[
              {
                kind: 'action',
                label: t('comment.edit'),
                icon: 'pen',
                onSelect: begin,
              },
              ...(own.onRemove
                ? [
                    {
                      kind: 'action' as const,
                      label: t('comment.delete'),
                      icon: 'trash' as const,
                      onSelect: own.onRemove,
                    },
                  ]
                : []),
            ]}
          />
        )}
        {actions}
      </div>
      {own && (isBegun || own.draft !== '') ? (
        <div className={styles.text}>
          <Composer
            autoFocus={isBegun}
            label={t('comment.edit')}
            text={own.draft}
            onText={own.onDraft}
            onSend={save}
            onCancel={leave}
          />
        </div>
      ) : (
        <p className={styles.text}>{message.text}</p>
      )}
    </div>
  )
}
