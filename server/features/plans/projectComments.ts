import type { PlanId } from '#shared/ids.ts'
import type { Message, Thread } from '#shared/plans/comments.ts'
import { isTimeDoubtful, keyOfMessage, readThreads, stampMessages } from '#shared/plans/threads.ts'
import { docName } from '#shared/sync/docName.ts'
import { firstWords } from './changedWords.ts'
import type { PlanParts } from './parts.ts'
import type { Teller } from './projectPlan.ts'
import type { CommentCounts } from './repo.ts'

const messagesOf = (threads: readonly Thread[]): readonly Message[] =>
  threads.flatMap((thread) => thread.messages)

export const countsOf = (threads: readonly Thread[]): CommentCounts => ({
  commentCount: threads.length,
  openQuestions: threads.filter((t) => t.kind === 'question' && t.resolvedBy === null).length,
})

/** Idempotent: which messages are new is told by what was projected before. */
export const projectComments = async (
  parts: PlanParts,
  planId: PlanId,
  projected: readonly Thread[],
  { authors, fence }: Teller,
): Promise<void> => {
  const { repo, lessons, docs, clock } = parts
  const before = await repo.find(planId)
  if (!before) return
  const known = new Set(messagesOf(before.threads).map(keyOfMessage))
  const nowMs = clock.now()
  let threads = projected
  const isNew = (message: Message): boolean => !known.has(keyOfMessage(message))
  const isDoubtful = (message: Message): boolean =>
    isNew(message) && isTimeDoubtful(message.at, nowMs)
  if (authors.length > 0 && messagesOf(threads).some(isDoubtful))
    await docs.transact(docName('comments', planId), (live) => {
      stampMessages(live, known, nowMs)
      threads = readThreads(live)
    })
  const counts = countsOf(threads)
  if (!(await repo.saveThreads(planId, threads, counts, { nowMs, fence }))) return
  const fresh = messagesOf(threads).filter((m) => isNew(m) && authors.includes(m.authorId))
  for (const message of fresh)
    await lessons.note({
      kind: 'comment.added',
      lessonId: before.lessonId,
      actorId: message.authorId,
      detail: firstWords(message.text),
    })
  const old = countsOf(before.threads)
  const isNews = fresh.length > 0 || JSON.stringify(old) !== JSON.stringify(counts)
  if (isNews) lessons.changed(before.lessonId)
}
