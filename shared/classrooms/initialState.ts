import type { PlanStep, Slides } from '../lessons/model.ts'
import type { ClassroomState } from './model.ts'

/** A classroom nobody has started: 候课. */
export const initialState = (
  plan: { readonly steps: readonly PlanStep[]; readonly slides: Slides | null },
  media: ClassroomState['media'],
): ClassroomState => ({
  phase: 'waiting',
  startedAtMs: null,
  endedMs: null,
  steps: [...plan.steps],
  stepIndex: -1,
  stepStartedMs: null,
  stepUsedMs: [],
  page: 1,
  slides: plan.slides,
  floor: 'near',
  floorSinceMs: 0,
  floorRequest: null,
  floorOffer: null,
  recording: { phase: 'off', recordingId: null, requestedBy: null, startedMs: null, answers: {} },
  people: [],
  media,
})
