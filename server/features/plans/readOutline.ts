import type { Person } from '#shared/access/actor.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { ResultOf } from '#shared/http/endpoint.ts'
import type { PlanId } from '#shared/ids.ts'
import type { readPlanOutline } from '#shared/plans/contract.ts'
import { outlineNow } from './outlineNow.ts'
import type { PlanParts } from './parts.ts'
import { threadsNow } from './threadsNow.ts'

/** The plan as data, from the documents as they are this moment, for whoever may see the lesson. */
export const readOutline = async (
  { docs, lessons }: PlanParts,
  actor: Person,
  planId: PlanId,
): Promise<ResultOf<typeof readPlanOutline>> => {
  const lessonId = await lessons.lessonOfPlan(planId)
  if (!lessonId) throw new AppError('not-found')
  await lessons.need(actor, lessonId, 'view')
  const { steps, characters } = await outlineNow(docs, planId)
  const threads = await threadsNow(docs, planId)
  return { steps: [...steps], characters, threads: [...threads] }
}
