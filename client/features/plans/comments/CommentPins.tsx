import { useTranslation } from 'react-i18next'
import { Avatar } from '../../../ui/Avatar.tsx'
import type { MarginProps } from './CommentMargin.tsx'
import styles from './CommentPins.module.css'
import { NewThread } from './NewThread.tsx'
import { stackCards } from './stackCards.ts'
import { ThreadCard } from './ThreadCard.tsx'
import { draftPlace } from './useThreadPlaces.ts'

const PIN = 26

/** Where there is no room for a margin: pins in a narrow one, and the open thread over the paper. */
export const CommentPins = ({ comments, places, hueOf, nameOf }: MarginProps) => {
  const { t } = useTranslation('plans')
  const { threads, active, draft } = comments
  const open = threads.filter((t) => t.resolvedBy === null || t === active)
  const boxes = open.map((thread) => ({
    id: thread.threadId,
    wanted: places.get(thread.threadId)?.top ?? 0,
    height: PIN,
  }))
  const tops = stackCards(boxes, comments.activeId)
  const place = active && places.get(active.threadId)
  const begun = draft ? draftPlace(places) : undefined
  const below = (top: number) => ({ top: top + 32 })
  return (
    <aside className={styles.pins} aria-label={t('comment.title')}>
      {open.map((thread) => {
        const [first] = thread.messages
        return (
          <button
            key={thread.threadId}
            type="button"
            className={thread === active ? `${styles.pin} ${styles.on}` : styles.pin}
            style={{ top: tops.get(thread.threadId) ?? 0 }}
            aria-expanded={thread === active}
            aria-label={t('comment.thread', { author: first?.authorName ?? '' })}
            onClick={() => comments.pick(thread === active ? null : thread.threadId)}
          >
            <Avatar name={first?.authorName ?? ''} hue={hueOf(first?.authorId ?? '')} size={24} />
          </button>
        )
      })}
      {active && place && (
        <div className={styles.over} style={below(place.top)}>
          <ThreadCard
            thread={active}
            isActive
            isLost={place.isLost}
            hueOf={hueOf}
            nameOf={nameOf}
            actions={comments.actions}
            drafts={comments.drafts}
            focusReply={comments.replyFocused}
            onPick={() => undefined}
            onLeave={() => comments.pick(null)}
          />
        </div>
      )}
      {draft && begun && (
        <div className={styles.over} style={below(begun.top)}>
          <NewThread
            kind={draft.kind}
            onKind={comments.setKind}
            drafts={comments.drafts}
            onSend={comments.send}
            onCancel={comments.cancel}
          />
        </div>
      )}
    </aside>
  )
}
