import type { TimeRange } from '../time.ts'

/** Hex SHA-256 of a slice, sent by pages that can compute it (secure contexts only). */
export const SLICE_HASH_HEADER = 'x-slice-sha256'
/** Whole session ms at which a slice begins; without it the server estimates from its number. */
export const SLICE_TIME_HEADER = 'x-slice-at-ms'
/** A slice is one second, some 100 kB; after a sleep a browser hands over one huge one. */
export const MAX_SLICE_BYTES = 16 * 1024 * 1024
export const SLICE_MS = 1000
/** One loudness value per this many milliseconds. */
export const LEVEL_STEP_MS = 100
/** Levels of one segment: five and a half hours. */
export const MAX_LEVELS = 200_000
/** A MediaRecorder file's zero lies 17–31 ms after the call of `start()` (measured; livekit.md §6). */
export const MEDIA_ZERO_MS = 24

/** Why a recording failed; the page has words for each. */
export const recordingFailures = ['nothing', 'media', 'storage', 'internal'] as const
export type RecordingFailure = (typeof recordingFailures)[number]

/** When a slice was captured, session ms: what its sender says, else one second after another. */
export const capturedAtMs = (
  segmentStartMs: number,
  number: number,
  claimedMs: number | null,
): number => Math.max(segmentStartMs, claimedMs ?? segmentStartMs + number * SLICE_MS)

/** Bytes captured before the stop stay welcome whenever they arrive; bytes from after it never are. */
export const wasBeforeStop = (capturedMs: number, stopMs: number, cutMs: number | null): boolean =>
  capturedMs < Math.min(stopMs, cutMs ?? stopMs)

/** How long after it was filmed somebody who no longer teaches the lesson may still bring a slice. */
export const LATE_MS = 7 * 24 * 60 * 60_000

/**
 * Whether a slice may still come from somebody who was taken off the lesson, or of a lesson that has
 * been archived meanwhile: only what was filmed before `endMs` (session time), no more slices than
 * that time can have given, and within a week, so that evidence is not lost and no door stays open.
 */
export const isLateWelcome = (
  slice: { readonly number: number; readonly capturedMs: number },
  filmed: { readonly startMs: number; readonly endMs: number; readonly sinceEndMs: number },
): boolean =>
  slice.capturedMs < filmed.endMs &&
  slice.number * SLICE_MS <= filmed.endMs - filmed.startMs &&
  filmed.sinceEndMs <= LATE_MS

/** Holes of at least `leastMs` between sorted or unsorted, possibly overlapping stretches. */
export const gapsBetween = (covered: readonly TimeRange[], leastMs: number): TimeRange[] => {
  const sorted = [...covered].sort((a, b) => a.startMs - b.startMs)
  const gaps: TimeRange[] = []
  let reachedMs: number | null = null
  for (const { startMs, endMs } of sorted) {
    if (reachedMs !== null && startMs - reachedMs >= leastMs)
      gaps.push({ startMs: reachedMs, endMs: startMs })
    reachedMs = Math.max(reachedMs ?? endMs, endMs)
  }
  return gaps
}

/** Stretches joined where they touch or overlap, sorted. */
export const joinRanges = (ranges: readonly TimeRange[]): TimeRange[] => {
  const joined: TimeRange[] = []
  for (const range of [...ranges].sort((a, b) => a.startMs - b.startMs)) {
    const last = joined[joined.length - 1]
    if (last && range.startMs <= last.endMs)
      joined[joined.length - 1] = {
        startMs: last.startMs,
        endMs: Math.max(last.endMs, range.endMs),
      }
    else joined.push(range)
  }
  return joined
}
