import type { Change } from '#shared/classrooms/change.ts'
import type { ClassroomState } from '#shared/classrooms/model.ts'
import type { ClassroomId } from '#shared/ids.ts'
import type { Lesson } from '#shared/lessons/model.ts'
import type { Classrooms } from './wiring.ts'

/** The steps and slides as they are this moment; the run-sheet of a lesson is the plan at 上课. */
export const withPlan = async (
  { deps }: Classrooms,
  state: ClassroomState,
  lesson: Lesson,
): Promise<ClassroomState> => {
  const steps = [...(await deps.plans.steps(lesson.planId))]
  const next = { ...state, steps, slides: lesson.slides }
  const isSame =
    JSON.stringify([steps, lesson.slides]) === JSON.stringify([state.steps, state.slides])
  return isSame ? state : next
}

/** While a classroom waits, its run-sheet follows the plan that is still being written. */
export const refreshPlan = (
  parts: Classrooms,
  classroomId: ClassroomId,
  lesson: Lesson,
): Promise<Change> =>
  parts.live.change(classroomId, async ({ state }) => ({
    state: state.phase === 'waiting' ? await withPlan(parts, state, lesson) : state,
    events: [],
  }))
