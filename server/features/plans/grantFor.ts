import type { DocIdentity } from '#server/platform/sync/ports.ts'
import type { Actor } from '#shared/access/actor.ts'
import type { PlanId } from '#shared/ids.ts'
import type { LessonAbility } from '#shared/lessons/model.ts'
import type { PlanParts } from './parts.ts'

/** Who this is and what they may do with the plan's lesson; null without `view`, and for guests. */
export const grantFor = async (
  { lessons, people }: Pick<PlanParts, 'lessons' | 'people'>,
  actor: Actor,
  planId: PlanId,
): Promise<{
  readonly identity: DocIdentity
  readonly abilities: readonly LessonAbility[]
} | null> => {
  if (actor.kind !== 'person') return null
  const lessonId = await lessons.lessonOfPlan(planId)
  const abilities = lessonId ? await lessons.abilitiesOf(actor, lessonId) : []
  if (!abilities.includes('view')) return null
  const card = await people.card(actor.userId)
  return card && { identity: { userId: card.userId, name: card.name, hue: card.hue }, abilities }
}
