import { instant } from '#server/platform/clock.ts'
import type { Person } from '#shared/access/actor.ts'
import type { ResultOf } from '#shared/http/endpoint.ts'
import type { readPlanDeletions } from '#shared/plans/contract.ts'
import { docName } from '#shared/sync/docName.ts'
import type { PlanParts } from '../parts.ts'
import type { ItemId } from './jobs.ts'
import { needPlan } from './needPlan.ts'

const itemOf = (name: string): ItemId => {
  const [client = 0, clock = 0] = name.split('.').map(Number)
  return { client, clock }
}

/** Who deleted these pieces of the plan and when, for whoever may see its past. */
export const readDeletions = async (
  parts: PlanParts,
  person: Person,
  rawPlanId: string,
  names: readonly string[],
): Promise<ResultOf<typeof readPlanDeletions>> => {
  const { planId } = await needPlan(parts, person, rawPlanId, 'readHistory')
  const { deletions } = await parts.thread.deletions({
    doc: docName('plan', planId),
    items: names.map(itemOf),
  })
  const authors = deletions.flatMap(({ authorId }) => (authorId ? [authorId] : []))
  const cards = await parts.people.cards(authors)
  return {
    deletions: deletions.map(({ item, authorId, atMs }) => ({
      item: `${item.client}.${item.clock}`,
      by: (authorId && cards.get(authorId)) ?? null,
      at: instant(atMs),
    })),
  }
}
