import { samplePoints } from '#shared/analytics/stSequence.ts'
import type { StCode, SwitchPoint } from '#shared/study/model.ts'
import { tidyPoints } from '#shared/study/rules.ts'
import type { TimeRange } from '#shared/time.ts'

/** One's own pass while it is made. Everything here is pure; the page only keeps the latest value. */
export type Coding = {
  readonly points: readonly SwitchPoint[]
  /** Coded up to here, session ms. */
  readonly coveredMs: number
}

/** Playback is noticed in steps; a key within this of the frontier continues it without a hole. */
const CONTINUES_WITHIN_MS = 1500

export const emptyCoding = (recording: TimeRange): Coding => ({
  points: [],
  coveredMs: recording.startMs,
})

/** What holds at this moment; null where nothing was coded yet. */
export const codeAt = (coding: Coding, atMs: number): StCode | null => {
  if (atMs >= coding.coveredMs) return null
  const before = coding.points.filter((point) => point.atMs <= atMs)
  return before[before.length - 1]?.code ?? 'S'
}

const codeOfPointsAt = (points: readonly SwitchPoint[], atMs: number): StCode => {
  const before = points.filter((point) => point.atMs <= atMs)
  return before[before.length - 1]?.code ?? 'S'
}

/** Whoever jumps ahead has not watched what lies between: that stretch is uncoded, and uncoded is S. */
const closeHole = (coding: Coding, fromMs: number): readonly SwitchPoint[] =>
  fromMs - coding.coveredMs > CONTINUES_WITHIN_MS && coding.points.length > 0
    ? [...coding.points, { atMs: coding.coveredMs, code: 'S' }]
    : coding.points

/**
 * T or S pressed: from now on the lesson is `code`, up to the next point that is there already. The
 * first key of all, if it falls into the first cell, speaks for that cell from its beginning.
 */
export const pressCode = (
  coding: Coding,
  press: { readonly atMs: number; readonly code: StCode },
  recording: TimeRange,
  deltaMs: number,
): Coding => {
  const isFirst = coding.points.length === 0 && press.atMs < recording.startMs + deltaMs
  const atMs = isFirst ? recording.startMs : press.atMs
  const points = tidyPoints([...closeHole(coding, atMs), { atMs, code: press.code }])
  return { points, coveredMs: Math.max(coding.coveredMs, press.atMs) }
}

/** A cell takes this code from its beginning to its end; what stood after it stays. */
const setSpan = (coding: Coding, span: TimeRange, code: StCode): Coding => {
  const points = closeHole(coding, span.startMs)
  const after: SwitchPoint = { atMs: span.endMs, code: codeOfPointsAt(points, span.endMs) }
  const outside = points.filter(({ atMs }) => atMs < span.startMs || atMs > span.endMs)
  const isInside = span.endMs < coding.coveredMs
  return {
    points: tidyPoints([...outside, { atMs: span.startMs, code }, ...(isInside ? [after] : [])]),
    coveredMs: Math.max(coding.coveredMs, span.endMs),
  }
}

/** Clicking a cell turns it over; one not coded yet becomes T. */
export const toggleCell = (coding: Coding, cell: TimeRange): Coding =>
  setSpan(coding, cell, codeAt(coding, cell.startMs) === 'T' ? 'S' : 'T')

/** Playback went on: from the first key on, what plays is coded. Jumps do not count. */
export const playedOn = (coding: Coding, fromMs: number, toMs: number): Coding => {
  if (coding.points.length === 0 || toMs <= coding.coveredMs) return coding
  const isContinuous = toMs > fromMs && fromMs <= coding.coveredMs + CONTINUES_WITHIN_MS
  return isContinuous ? { ...coding, coveredMs: toMs } : coding
}

/** Codes of the cells coded so far, one per Δ. */
export const codedCells = (
  coding: Coding,
  recording: TimeRange,
  deltaMs: number,
): readonly StCode[] => {
  const endMs = Math.min(recording.endMs, coding.coveredMs)
  return samplePoints(coding.points, { startMs: recording.startMs, endMs }, deltaMs)
}
