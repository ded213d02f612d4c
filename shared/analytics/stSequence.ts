import type { StCode, SwitchPoint } from '../study/model.ts'
import type { TimeRange } from '../time.ts'

/** A stretch of session time coded as one thing. */
export type StSpan = TimeRange & { readonly code: StCode }

/** Up to here the short clip's interval holds: a lesson of exactly 15 minutes is sampled every 10 s. */
const SHORT_LESSON_MS = 15 * 60_000

/** The conventional sampling interval, in ms. Ch is only comparable at it, so it is stored with a result. */
export const defaultDeltaMs = (lengthMs: number): number =>
  lengthMs <= SHORT_LESSON_MS ? 10_000 : 30_000

/** N = ⌈L/Δ⌉: a last piece shorter than Δ is sampled too. */
export const sampleCount = (lengthMs: number, deltaMs: number): number =>
  Math.max(0, Math.ceil(lengthMs / deltaMs))

/** Switch points as spans: each holds until the next one, the last until `untilMs`. */
export const spansOf = (points: readonly SwitchPoint[], untilMs: number): readonly StSpan[] =>
  points
    .map(({ atMs, code }, i) => ({ startMs: atMs, endMs: points[i + 1]?.atMs ?? untilMs, code }))
    .filter((span) => span.endMs > span.startMs)

/**
 * Sample k takes the code holding at start + k·Δ. Spans are half-open, so at a boundary the later one
 * holds; where several hold at once T wins over S; a moment nobody coded is S. Linear in spans and
 * samples: spans may come in any order and overlap.
 */
export const sampleSpans = (
  spans: readonly StSpan[],
  range: TimeRange,
  deltaMs: number,
): readonly StCode[] => {
  const teaching = spans
    .filter((span) => span.code === 'T' && span.endMs > span.startMs)
    .sort((a, b) => a.startMs - b.startMs)
  const samples: StCode[] = []
  let next = 0
  let heldUntilMs = Number.NEGATIVE_INFINITY
  for (let k = 0; k < sampleCount(range.endMs - range.startMs, deltaMs); k += 1) {
    const atMs = range.startMs + k * deltaMs
    for (let span = teaching[next]; span && span.startMs <= atMs; span = teaching[next]) {
      heldUntilMs = Math.max(heldUntilMs, span.endMs)
      next += 1
    }
    samples.push(atMs < heldUntilMs ? 'T' : 'S')
  }
  return samples
}

/** A pass as the sequence its measures are computed from. */
export const samplePoints = (
  points: readonly SwitchPoint[],
  range: TimeRange,
  deltaMs: number,
): readonly StCode[] => sampleSpans(spansOf(points, range.endMs), range, deltaMs)
