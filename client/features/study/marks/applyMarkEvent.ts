import type { FeedEvent } from '#shared/feed/events.ts'
import type { Mark } from '#shared/study/model.ts'
import { indexSpans, spansBetween } from '../timeline/spanIndex.ts'

const inOrder = (a: Mark, b: Mark): number =>
  a.startMs - b.startMs || a.createdAt.localeCompare(b.createdAt)

/** The list with this mark in it, in place of the one of the same id. */
export const withMark = (marks: readonly Mark[], mark: Mark): readonly Mark[] =>
  [...marks.filter(({ markId }) => markId !== mark.markId), mark].sort(inOrder)

/** Without it and what answers it. */
export const withoutMark = (marks: readonly Mark[], markId: string): readonly Mark[] =>
  marks.filter((mark) => mark.markId !== markId && mark.replyTo !== markId)

/** Merges what the feed says; one's own echo changes nothing because the id is there already. */
export const applyMarkEvent = (marks: readonly Mark[], event: FeedEvent): readonly Mark[] => {
  if (event.type === 'mark.saved') return withMark(marks, event.mark)
  if (event.type === 'mark.deleted') return withoutMark(marks, event.markId)
  return marks
}

/** A comment with its answers, in the order they were written. */
export type MarkThread = { readonly root: Mark; readonly replies: readonly Mark[] }

/** Threads by the time they stand at. An answer whose comment is gone stands by itself. */
export const threadsOf = (marks: readonly Mark[]): readonly MarkThread[] => {
  const ids = new Set(marks.map(({ markId }) => markId as string))
  const isReply = (mark: Mark): boolean => mark.replyTo !== null && ids.has(mark.replyTo)
  const repliesByRoot = new Map<string, Mark[]>()
  for (const mark of marks) {
    if (!isReply(mark) || mark.replyTo === null) continue
    const replies = repliesByRoot.get(mark.replyTo) ?? []
    repliesByRoot.set(mark.replyTo, [...replies, mark])
  }
  return marks
    .filter((mark) => !isReply(mark))
    .map((root) => ({
      root,
      replies: [...(repliesByRoot.get(root.markId) ?? [])].sort((a, b) =>
        a.createdAt.localeCompare(b.createdAt),
      ),
    }))
}

/** A comment at a moment stays the current one for this long. */
const MOMENT_HOLDS_MS = 8_000

/** Threads as stretches during which each is the current one; made once per change of the list. */
export const indexThreads = (threads: readonly MarkThread[]) =>
  indexSpans(
    threads.map((thread) => ({
      startMs: thread.root.startMs,
      endMs: Math.max(thread.root.endMs, thread.root.startMs + MOMENT_HOLDS_MS),
      thread,
    })),
  )
export type ThreadIndex = ReturnType<typeof indexThreads>

/** The thread the playhead is in: the one begun last among those that hold now. */
export const threadAt = (index: ThreadIndex, atMs: number): MarkThread | null => {
  const holding = spansBetween(index, atMs, atMs).filter(({ endMs }) => atMs < endMs)
  return holding[holding.length - 1]?.thread ?? null
}
