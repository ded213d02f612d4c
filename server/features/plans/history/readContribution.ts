import { instant } from '#server/platform/clock.ts'
import type { Person } from '#shared/access/actor.ts'
import type { PersonCard } from '#shared/accounts/model.ts'
import type { PlanId, UserId } from '#shared/ids.ts'
import type { Contribution, Contributor } from '#shared/plans/history.ts'
import { docName } from '#shared/sync/docName.ts'
import type { PlanParts } from '../parts.ts'
import type { ContributionOf, KnownRestore } from './jobs.ts'
import { needPlan } from './needPlan.ts'
import { planStateOf } from './stateOf.ts'

/** One state for all who have gone back to a version: it crosses to the thread once, too. */
const knownRestores = async (parts: PlanParts, planId: PlanId): Promise<KnownRestore[]> => {
  const states = new Map<string, Uint8Array>()
  const restores: KnownRestore[] = []
  for (const { client, versionId, uptoSeq } of await parts.versions.restores(planId)) {
    const state =
      states.get(versionId) ??
      (await parts.versions.soundState(versionId)) ??
      (await planStateOf(parts, planId, { seq: uptoSeq })).update
    states.set(versionId, state)
    restores.push({ client, state })
  }
  return restores
}

const contributorOf = (
  { firstMs, lastMs, ...figures }: ContributionOf,
  cards: ReadonlyMap<UserId, PersonCard>,
): Contributor => ({
  ...figures,
  person: (figures.userId && cards.get(figures.userId)) ?? null,
  firstAt: instant(firstMs),
  lastAt: instant(lastMs),
  steps: [...figures.steps],
  activity: figures.activity.map(([minute, wrote, deleted]) => [minute, wrote, deleted]),
})

/** Who wrote what, for whoever may see the lesson. */
export const readContribution = async (
  parts: PlanParts,
  person: Person,
  rawPlanId: string,
): Promise<Contribution> => {
  const { planId } = await needPlan(parts, person, rawPlanId, 'readHistory')
  const name = docName('plan', planId)
  const { people, ...whole } = await parts.contributions.of(
    planId,
    async (afterSeq) => (await parts.docs.history(name, { afterSeq, limit: 1 })).length > 0,
    async () =>
      parts.thread.contribution({ doc: name, restores: await knownRestores(parts, planId) }),
  )
  const named = people.flatMap(({ userId }) => (userId ? [userId] : []))
  const cards = await parts.people.cards(named)
  return {
    ...{ seq: whole.seq, characters: whole.characters, steps: [...whole.steps] },
    people: people.map((figures) => contributorOf(figures, cards)),
  }
}
