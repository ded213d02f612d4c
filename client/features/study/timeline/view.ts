import type { TimeRange } from '#shared/time.ts'

/** The stretch of session time the tiers show, drawn over `width` px. */
export type View = TimeRange & { readonly width: number }

/** Nothing finer than this is worth drawing. */
const SHORTEST_MS = 4_000

export const xOf = (view: View, atMs: number): number =>
  ((atMs - view.startMs) / (view.endMs - view.startMs)) * view.width

export const msOf = (view: View, x: number): number =>
  view.startMs + (x / Math.max(1, view.width)) * (view.endMs - view.startMs)

/** A window of this length as near to `startMs` as the whole allows. */
export const windowAt = (startMs: number, lengthMs: number, whole: TimeRange): TimeRange => {
  const full = whole.endMs - whole.startMs
  const length = Math.min(full, Math.max(Math.min(SHORTEST_MS, full), lengthMs))
  const start = Math.min(Math.max(startMs, whole.startMs), whole.endMs - length)
  return { startMs: start, endMs: start + length }
}

/** Makes the window `factor` times as long; what lies at `aroundMs` stays where it is. */
export const zoomed = (
  window: TimeRange,
  factor: number,
  aroundMs: number,
  whole: TimeRange,
): TimeRange => {
  const length = window.endMs - window.startMs
  const anchor = Math.min(Math.max(aroundMs, window.startMs), window.endMs)
  const share = length === 0 ? 0 : (anchor - window.startMs) / length
  const next = Math.max(SHORTEST_MS, length * factor)
  return windowAt(anchor - share * next, next, whole)
}

/** The window that holds the moment: turned like a page when the playhead leaves it. */
export const followed = (window: TimeRange, atMs: number, whole: TimeRange): TimeRange => {
  if (atMs >= window.startMs && atMs < window.endMs) return window
  const length = window.endMs - window.startMs
  return windowAt(atMs - length * 0.05, length, whole)
}

const TICKS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600].map((s) => s * 1000)

/** Round moments at least `apart` px from one another. */
export const rulerTicks = (view: View, apart = 70): readonly number[] => {
  const perPx = (view.endMs - view.startMs) / Math.max(1, view.width)
  const step = TICKS_MS.find((ms) => ms >= perPx * apart) ?? 3_600_000
  const first = Math.ceil(view.startMs / step) * step
  const count = Math.max(0, Math.floor((view.endMs - first) / step) + 1)
  return Array.from({ length: count }, (_, i) => first + i * step)
}
