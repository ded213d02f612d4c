import type { TimeRange } from '../time.ts'

/** Loudness 0…100, one value per `stepMs` of session time from `startMs` on. */
export type Levels = {
  readonly startMs: number
  readonly stepMs: number
  readonly values: readonly number[]
}

/**
 * Mean loudness in each of `count` equal pieces of `range`; null where nothing was measured. Means,
 * not peaks: over ten seconds a peak would show every cough as speech. A piece shorter than a step
 * takes the value that holds at its start.
 */
export const talkBars = (
  levels: Levels | null,
  range: TimeRange,
  count: number,
): readonly (number | null)[] => {
  if (!levels) return Array.from({ length: count }, () => null)
  const { startMs, stepMs, values } = levels
  const indexAt = (atMs: number): number => Math.floor((atMs - startMs) / stepMs)
  const width = (range.endMs - range.startMs) / count
  return Array.from({ length: count }, (_, i) => {
    const from = Math.max(0, indexAt(range.startMs + i * width))
    const to = Math.max(
      indexAt(range.startMs + (i + 1) * width),
      indexAt(range.startMs + i * width) + 1,
    )
    const piece = values.slice(from, Math.max(0, to))
    return piece.length === 0 ? null : piece.reduce((sum, x) => sum + x, 0) / piece.length
  })
}
