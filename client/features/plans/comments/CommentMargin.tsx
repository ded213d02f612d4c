import type { Editor } from '@tiptap/core'
import { type CSSProperties, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './CommentMargin.module.css'
import { NewThread } from './NewThread.tsx'
import { stackCards } from './stackCards.ts'
import { ThreadCard } from './ThreadCard.tsx'
import { useCardHeights } from './useCardHeights.ts'
import type { Comments } from './useComments.ts'
import { draftPlace, type ThreadPlace } from './useThreadPlaces.ts'

export type MarginProps = {
  readonly editor: Editor
  readonly comments: Comments
  readonly places: ReadonlyMap<string, ThreadPlace>
  readonly hueOf: (userId: string) => string
  readonly nameOf: (userId: string) => string
}

/** A card not measured yet; the next frame knows better. */
const UNMEASURED = 72

/** From a card's head to its line of text: the head is centred on it. */
const LIFT = 11

/** Keeps the width of the line between card and words in a CSS variable, as both columns move. */
const useReach = (editor: Editor) => {
  const column = useRef<HTMLElement>(null)
  useEffect(() => {
    const measure = () => {
      const own = column.current?.getBoundingClientRect()
      const text = editor.view.dom.getBoundingClientRect()
      if (own) column.current?.style.setProperty('--to-words', `${own.left + 10 - text.right}px`)
    }
    const observer = new ResizeObserver(measure)
    observer.observe(editor.view.dom)
    if (column.current) observer.observe(column.current)
    return () => observer.disconnect()
  }, [editor])
  return column
}

/** The margin: every thread beside its line. */
export const CommentMargin = (props: MarginProps) => {
  const { editor, comments, places, hueOf, nameOf } = props
  const { t } = useTranslation('plans')
  const { heights, refOf } = useCardHeights()
  const column = useReach(editor)
  const { threads, activeId, draft } = comments
  const placed = threads.flatMap((thread) => {
    const place = places.get(thread.threadId)
    return place ? [{ thread, place }] : []
  })
  const begun = draft ? draftPlace(places) : undefined
  const boxes = [
    ...placed.map(({ thread, place }) => ({ id: thread.threadId, top: place.top })),
    ...(begun ? [{ id: 'draft', top: begun.top }] : []),
  ].map(({ id, top }) => ({ id, wanted: top - LIFT, height: heights.get(id) ?? UNMEASURED }))
  const tops = stackCards(boxes, begun ? 'draft' : activeId)
  // The paper's ground reaches as far down as the last card does.
  const end = Math.max(0, ...boxes.map(({ id, height }) => (tops.get(id) ?? 0) + height))
  const styleOf = (id: string): CSSProperties => ({ top: tops.get(id) ?? 0 })
  return (
    <aside
      className={styles.margin}
      style={{ minHeight: `max(100%, ${end}px)` }}
      aria-label={t('comment.title')}
      ref={column}
    >
      {comments.all.length === 0 && !draft && <p className={styles.empty}>{t('comment.empty')}</p>}
      {placed.map(({ thread, place }) => (
        <div key={thread.threadId} className={styles.slot} style={styleOf(thread.threadId)}>
          <ThreadCard
            ref={refOf(thread.threadId)}
            thread={thread}
            isActive={thread.threadId === activeId}
            isLost={place.isLost}
            hueOf={hueOf}
            nameOf={nameOf}
            actions={comments.actions}
            drafts={comments.drafts}
            focusReply={comments.replyFocused}
            onPick={() => comments.pick(thread.threadId)}
            onLeave={() => comments.pick(null)}
          />
        </div>
      ))}
      {draft && begun && (
        <div className={styles.slot} style={styleOf('draft')}>
          <NewThread
            ref={refOf('draft')}
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
