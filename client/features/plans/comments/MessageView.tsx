import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message } from '#shared/plans/comments.ts'
import { Avatar } from '../../../ui/Avatar.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Menu } from '../../../ui/Menu.tsx'
import { Composer } from './Composer.tsx'
import styles from './ThreadCard.module.css'
import { timeWords } from './timeWords.ts'

type MessageViewProps = {
  readonly message: Message
  readonly hue: string
  /** Null for another's words. */
  readonly own: {
    readonly onEdit: (text: string) => void
    /** Null while answers hang on it. */
    readonly onRemove: (() => void) | null
  } | null
  readonly tag?: ReactNode
  readonly actions?: ReactNode
}

/** One person's words with their name and time; one's own can be changed in place. */
export const MessageView = ({ message, hue, own, tag, actions }: MessageViewProps) => {
  const { t, i18n } = useTranslation('plans')
  const [draft, setDraft] = useState<string | null>(null)
  const save = () => {
    if (draft?.trim()) own?.onEdit(draft)
    setDraft(null)
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
                onSelect: () => setDraft(message.text),
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
      {draft === null ? (
        <p className={styles.text}>{message.text}</p>
      ) : (
        <div className={styles.text}>
          <Composer
            autoFocus
            label={t('comment.edit')}
            text={draft}
            onText={setDraft}
            onSend={save}
            onCancel={() => setDraft(null)}
          />
        </div>
      )}
    </div>
  )
}
