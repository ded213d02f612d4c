import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatTime } from '#client/lib/playback/formatTime.ts'
import { Avatar } from '#client/ui/Avatar.tsx'
import { classes } from '#client/ui/classes.ts'
import type { Site } from '#shared/lessons/model.ts'
import type { Mark } from '#shared/study/model.ts'
import type { MarkThread } from './applyMarkEvent.ts'
import styles from './Comments.module.css'

export type ThreadActs = {
  play(atMs: number): void
  reply(root: Mark): void
  resolve(root: Mark): void
  rewrite(mark: Mark, text: string): Promise<boolean>
  remove(mark: Mark): void
}

const Rewrite = ({
  mark,
  onDone,
  rewrite,
}: {
  readonly mark: Mark
  readonly onDone: () => void
  readonly rewrite: ThreadActs['rewrite']
}) => {
  const { t } = useTranslation('study')
  const [text, setText] = useState(mark.text)
  const save = async (): Promise<void> => {
    if (text.trim() === '' || text.trim() === mark.text || (await rewrite(mark, text.trim())))
      onDone()
  }
  return (
    <span className={styles.rewrite}>
      <textarea
        rows={2}
        maxLength={2000}
        aria-label={t('comment.rewrite')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="button" className={styles.act} onClick={() => void save()}>
        {t('comment.save')}
      </button>
      <button type="button" className={styles.act} onClick={onDone}>
        {t('comment.cancel')}
      </button>
    </span>
  )
}

const Message = ({
  mark,
  isOwn,
  acts,
}: {
  readonly mark: Mark
  readonly isOwn: boolean
  readonly acts: ThreadActs
}) => {
  const { t } = useTranslation('study')
  const [isEditing, setEditing] = useState(false)
  return (
    <div className={styles.message}>
      <Avatar name={mark.authorName} hue={mark.authorHue} size={24} />
      <div className={styles.words}>
        <b>{mark.authorName}</b>
        {isEditing ? (
          <Rewrite mark={mark} onDone={() => setEditing(false)} rewrite={acts.rewrite} />
        ) : (
          mark.text
        )}
        {isOwn && !isEditing && (
          <span className={styles.own}>
            <button type="button" className={styles.act} onClick={() => setEditing(true)}>
              {t('comment.rewrite')}
            </button>
            <button type="button" className={styles.act} onClick={() => acts.remove(mark)}>
              {t('comment.delete')}
            </button>
          </span>
        )}
      </div>
    </div>
  )
}

/** A comment with its answers; its time plays it. */
export const Thread = memo(
  (props: {
    readonly thread: MarkThread
    readonly isCurrent: boolean
    readonly myId: string
    readonly mayAnnotate: boolean
    readonly schools: Readonly<Record<Site, string>>
    readonly acts: ThreadActs
  }) => {
    const { thread, isCurrent, myId, mayAnnotate, schools, acts } = props
    const { t } = useTranslation('study')
    const { root, replies } = thread
    const isClip = root.endMs > root.startMs
    return (
      <li
        className={classes(
          styles.thread,
          isCurrent && styles.current,
          root.resolved && styles.done,
        )}
        data-thread={root.markId}
        aria-current={isCurrent || undefined}
      >
        <div className={styles.head}>
          <button type="button" className={styles.time} onClick={() => acts.play(root.startMs)}>
            <span className="sr">{t('comment.play')}</span>
            {formatTime(root.startMs)}
            {isClip && `–${formatTime(root.endMs)}`}
          </button>
          {root.site && (
            <span className={styles.site} data-tone={root.site}>
              {schools[root.site]}
            </span>
          )}
          {root.resolved && !mayAnnotate && <span>{t('comment.resolved')}</span>}
          {mayAnnotate && (
            <span className={styles.end}>
              <button type="button" className={styles.act} onClick={() => acts.reply(root)}>
                {t('comment.reply')}
              </button>
              <button
                type="button"
                className={styles.act}
                aria-pressed={root.resolved}
                onClick={() => acts.resolve(root)}
              >
                {t(root.resolved ? 'comment.resolved' : 'comment.resolve')}
              </button>
            </span>
          )}
        </div>
        {[root, ...replies].map((mark) => (
          <Message
            key={mark.markId}
            mark={mark}
            isOwn={mayAnnotate && mark.authorId === myId}
            acts={acts}
          />
        ))}
      </li>
    )
  },
)
