import type { ClassroomEvent } from '#shared/classrooms/events.ts'

/**
 * How long each step of the run-sheet really took, in ms, by its index: from `step.changed` to the
 * next one or to the end. A step taught twice counts both times.
 */
export const actualStepMs = (
  events: readonly ClassroomEvent[],
  stepCount: number,
): readonly number[] => {
  const actual = new Array<number>(stepCount).fill(0)
  let current: { readonly index: number; readonly sinceMs: number } | null = null
  const closeAt = (atMs: number): void => {
    if (current && current.index < stepCount)
      actual[current.index] = (actual[current.index] ?? 0) + atMs - current.sinceMs
    current = null
  }
  for (const { atMs, data } of events) {
    if (data.type !== 'step.changed' && data.type !== 'lesson.ended') continue
    closeAt(atMs)
    if (data.type === 'step.changed') current = { index: data.index, sinceMs: atMs }
  }
  return current === null && actual.every((ms) => ms === 0) ? [] : actual
}
