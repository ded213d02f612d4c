import type { Person } from '#shared/access/actor.ts'
import { AppError } from '#shared/errors/appError.ts'
import { type LessonId, type PlanId, planIdSchema } from '#shared/ids.ts'
import { type PlanAbility, planAbilitiesOf } from '#shared/plans/rules.ts'
import type { PlanParts } from '../parts.ts'

/** The plan a request names, for whoever may do this with its past. `not-found` without `view`. */
export const needPlan = async (
  { lessons }: Pick<PlanParts, 'lessons'>,
  person: Person,
  rawPlanId: string,
  ability: PlanAbility,
): Promise<{
  readonly planId: PlanId
  readonly lessonId: LessonId
  readonly abilities: readonly PlanAbility[]
}> => {
  const parsed = planIdSchema.safeParse(rawPlanId)
  const lessonId = parsed.success ? await lessons.lessonOfPlan(parsed.data) : null
  if (!parsed.success || !lessonId) throw new AppError('not-found')
  const abilities = planAbilitiesOf(await lessons.abilitiesOf(person, lessonId))
  if (!abilities.includes('readHistory')) throw new AppError('not-found')
  // Naming and going back are edits: why the plan cannot be edited is the lesson's to say.
  if (!abilities.includes(ability)) {
    await lessons.need(person, lessonId, 'editPlan')
    throw new AppError('forbidden')
  }
  return { planId: parsed.data, lessonId, abilities }
}
