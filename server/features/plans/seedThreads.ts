import { instant } from '#server/platform/clock.ts'
import { newId } from '#server/platform/ids.ts'
import type { SeedThread } from '#server/platform/ports/PlanQueries.ts'
import type { PlanId } from '#shared/ids.ts'
import { anchorOfQuote } from '#shared/plans/anchors.ts'
import type { Anchor } from '#shared/plans/comments.ts'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { addThread, readThreads } from '#shared/plans/threads.ts'
import { docName } from '#shared/sync/docName.ts'
import type { PlanParts } from './parts.ts'
import { countsOf } from './projectComments.ts'

/** Words that stand nowhere: the thread is shown as hanging on deleted ones. */
const lost = (quote: string): Anchor => ({
  start: '',
  end: '',
  quote: quote.slice(0, 500),
  prefix: '',
  suffix: '',
  stepId: null,
})

/** Writes threads in other people's names, which only the sample may: nothing of it is news. */
export const seedThreads = async (
  { docs, repo, clock }: PlanParts,
  planId: PlanId,
  threads: readonly SeedThread[],
): Promise<void> => {
  const body = (await docs.read(docName('plan', planId))).getXmlFragment(PLAN_BODY)
  const name = docName('comments', planId)
  await docs.transact(name, (doc) => {
    for (const { quote, kind, resolvedBy, messages } of threads)
      addThread(doc, {
        threadId: newId(),
        kind,
        anchor: anchorOfQuote(body, quote) ?? lost(quote),
        messages: messages.map(({ atMs, ...message }) => ({
          id: newId<string>(),
          at: instant(atMs),
          ...message,
        })),
        ...(resolvedBy === null
          ? {}
          : {
              resolved: { by: resolvedBy, at: instant(Math.max(...messages.map((m) => m.atMs))) },
            }),
      })
  })
  const written = readThreads(await docs.read(name))
  await repo.saveThreads(planId, written, countsOf(written), { nowMs: clock.now(), fence: 0 })
}
