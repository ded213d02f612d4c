import type { LessonAbility, Site } from '../lessons/model.ts'
import type { ClassroomRole, ClassroomState } from './model.ts'

/** The teachers of the two sites teach; everybody else who may come is a visible observer. */
export const classroomRole = (
  abilities: readonly LessonAbility[],
  site: Site | null,
): ClassroomRole | null => {
  if (abilities.includes('teach') && site === 'near') return 'lead'
  if (abilities.includes('teach') && site === 'far') return 'assist'
  return abilities.includes('observe') || abilities.includes('teach') ? 'observer' : null
}

/** Whoever holds the floor moves the lesson on; the lead teacher always may. */
export const mayMoveLesson = (
  role: ClassroomRole,
  site: Site | null,
  state: ClassroomState,
): boolean => role === 'lead' || (role === 'assist' && site === state.floor)

export const mayDraw = (role: ClassroomRole): boolean => role === 'lead' || role === 'assist'
