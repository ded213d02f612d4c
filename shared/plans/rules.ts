import type { LessonAbility } from '../lessons/model.ts'

/** What one may do with a plan's past. */
export const planAbilities = ['readHistory', 'nameVersion', 'restore'] as const
export type PlanAbility = (typeof planAbilities)[number]

/**
 * Total and pure. Whoever may see the lesson may see how its plan came about, deleted words
 * included; guests of a link see the lesson through its process page and have no abilities here.
 * Naming a version and going back to one are edits of the plan.
 */
export const planAbilitiesOf = (lesson: readonly LessonAbility[]): readonly PlanAbility[] => {
  if (!lesson.includes('view')) return []
  return lesson.includes('editPlan') ? planAbilities : ['readHistory']
}
