import { instant } from '#server/platform/clock.ts'
import type { Person } from '#shared/access/actor.ts'
import type { ResultOf } from '#shared/http/endpoint.ts'
import type { readCommentsState } from '#shared/plans/contract.ts'
import type { Moment, PlanState } from '#shared/plans/history.ts'
import { docName } from '#shared/sync/docName.ts'
import type { PlanParts } from '../parts.ts'
import type { PastState } from './jobs.ts'
import { needPlan } from './needPlan.ts'
import { planStateOf, stateAt } from './stateOf.ts'

const past = ({ seq, atMs, update }: PastState) => ({
  seq,
  at: atMs === null ? null : instant(atMs),
  update: Buffer.from(update).toString('base64'),
})

export const toPlanState = (state: PastState): PlanState => ({
  ...past(state),
  outline: { ...state.outline, steps: [...state.outline.steps] },
})

/** The plan at a moment, for whoever may see the lesson. Makes nothing: an unopened plan is at 0. */
export const readState = async (
  parts: PlanParts,
  person: Person,
  rawPlanId: string,
  { at, seq }: Moment,
): Promise<PlanState> => {
  const { planId } = await needPlan(parts, person, rawPlanId, 'readHistory')
  return toPlanState(await planStateOf(parts, planId, { ms: at, seq }))
}

export const readThreadsAt = async (
  parts: PlanParts,
  person: Person,
  rawPlanId: string,
  { at, seq }: Moment,
): Promise<ResultOf<typeof readCommentsState>> => {
  const { planId } = await needPlan(parts, person, rawPlanId, 'readHistory')
  const state = await stateAt(parts, docName('comments', planId), { ms: at, seq }, null)
  return { ...past(state), threads: [...state.threads] }
}
