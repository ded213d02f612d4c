import { useEffect, useRef } from 'react'
import type { Thread } from '#shared/plans/comments.ts'
import { type Drafts, NEW_THREAD } from './useDrafts.ts'

/**
 * Calls when the thread that is open is taken away by its author while one is answering it. What one
 * has written of the answer is kept as the beginning of a comment of one's own by then.
 */
export const useGoneThread = (
  {
    active,
    picked,
    drafts,
  }: {
    readonly active: Thread | null
    readonly picked: string | null
    readonly drafts: Drafts
  },
  onGone: (thread: Thread) => void,
): void => {
  const last = useRef(active)
  useEffect(() => {
    const gone = last.current
    last.current = active
    if (active || !gone || gone.threadId !== picked) return
    const answer = drafts.of(gone.threadId)
    if (answer === '') return
    const begun = drafts.of(NEW_THREAD)
    drafts.set(NEW_THREAD, begun === '' ? answer : `${begun}\n${answer}`)
    drafts.set(gone.threadId, '')
    onGone(gone)
  })
}
