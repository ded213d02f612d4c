import type { ClassroomState } from '#shared/classrooms/model.ts'

const MINUTE_MS = 60_000

export type StepTime = {
  readonly plannedMs: number
  readonly usedMs: number
  readonly isCurrent: boolean
  /** Was on, and is not now. */
  readonly isDone: boolean
}

export type RunSheetTimes = {
  readonly steps: readonly StepTime[]
  /** What is left of the current step; negative once it is over time; null before 上课. */
  readonly leftMs: number | null
  /** How far the lesson is behind its plan so far, ms; negative: ahead. */
  readonly behindMs: number
}

type Run = Pick<ClassroomState, 'steps' | 'stepIndex' | 'stepStartedMs' | 'stepUsedMs'>

/** The run-sheet's figures at a moment of the session. */
export const runSheetTimes = (state: Run, nowMs: number): RunSheetTimes => {
  const steps = state.steps.map((step, index): StepTime => {
    const isCurrent = index === state.stepIndex
    const running =
      isCurrent && state.stepStartedMs !== null ? Math.max(0, nowMs - state.stepStartedMs) : 0
    const usedMs = (state.stepUsedMs[index] ?? 0) + running
    return {
      plannedMs: step.minutes * MINUTE_MS,
      usedMs,
      isCurrent,
      isDone: !isCurrent && usedMs > 0,
    }
  })
  const current = steps[state.stepIndex]
  const behindMs = steps
    .slice(0, Math.max(0, state.stepIndex))
    .reduce(
      (sum, step) => sum + step.usedMs - step.plannedMs,
      current ? Math.max(0, current.usedMs - current.plannedMs) : 0,
    )
  return { steps, leftMs: current ? current.plannedMs - current.usedMs : null, behindMs }
}
