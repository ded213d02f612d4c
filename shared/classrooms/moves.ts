import { act, type Change, followed, unchanged, type Who } from './change.ts'
import type { ClassroomState } from './model.ts'

/** Turns to a page of the slides; pages that are not there are not turned to. */
export const moveToPage = (state: ClassroomState, page: number, who: Who): Change =>
  page === state.page || page > (state.slides?.pages ?? 0)
    ? unchanged(state)
    : { state: { ...state, page }, events: [act(who, { type: 'page.changed', page })] }

/** Goes to a step, forwards or back, keeps what the last one used, and opens the step's first page. */
export const moveToStep = (state: ClassroomState, index: number, who: Who): Change => {
  const step = state.steps[index]
  if (!step || index === state.stepIndex) return unchanged(state)
  const used = [...state.stepUsedMs]
  if (state.stepStartedMs !== null)
    used[state.stepIndex] = (used[state.stepIndex] ?? 0) + who.atMs - state.stepStartedMs
  const moved: Change = {
    state: { ...state, stepIndex: index, stepStartedMs: who.atMs, stepUsedMs: used },
    events: [act(who, { type: 'step.changed', index, stepId: step.stepId, title: step.title })],
  }
  return step.firstPage === null
    ? moved
    : followed(moved, (current) => moveToPage(current, step.firstPage ?? 1, who))
}
