import type { PlaybackClock } from '#client/lib/playback/PlaybackClock.ts'
import type { TimeRange } from '#shared/time.ts'

const RATES = { least: 0.75, most: 2 } as const

export type PlayerClock = PlaybackClock & {
  setRange(range: TimeRange): void
  /** Where the driving video is, session ms; null while none drives and time runs by itself. */
  setSource(source: (() => number | null) | null): void
  /** Goes up with every seek, so that videos know a jump from their own progress. */
  seeks(): number
  /** Tells subscribers that time has moved on; stops at the end. */
  advance(): void
}

/**
 * Session time for everything that plays. While a video drives, its time is the time; where no site
 * has a picture, time goes on by itself.
 */
export const createPlayerClock = (
  initial: TimeRange,
  monotonicNow: () => number = () => performance.now(),
): PlayerClock => {
  let range = initial
  let source: (() => number | null) | null = null
  let anchor = { ms: initial.startMs, at: monotonicNow() }
  let isPlaying = false
  let rate = 1
  let seeks = 0
  const listeners = new Set<() => void>()
  const tell = (): void => {
    for (const listener of [...listeners]) listener()
  }
  const clamp = (ms: number): number => Math.min(range.endMs, Math.max(range.startMs, ms))
  const now = (): number => {
    if (!isPlaying) return anchor.ms
    const driven = source?.() ?? null
    const ms = driven ?? anchor.ms + (monotonicNow() - anchor.at) * rate
    anchor = { ms: clamp(ms), at: monotonicNow() }
    return anchor.ms
  }
  const setPlaying = (next: boolean): void => {
    if (next === isPlaying) return
    const ms = now()
    isPlaying = next
    anchor = { ms, at: monotonicNow() }
    tell()
  }
  const seek = (ms: number): void => {
    anchor = { ms: clamp(ms), at: monotonicNow() }
    seeks += 1
    tell()
  }
  return {
    now,
    playing: () => isPlaying,
    rate: () => rate,
    seek,
    play: () => {
      if (now() >= range.endMs) seek(range.startMs)
      setPlaying(true)
    },
    pause: () => setPlaying(false),
    setRate: (next) => {
      now()
      rate = Math.min(RATES.most, Math.max(RATES.least, next))
      tell()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    setRange: (next) => {
      range = next
      anchor = { ...anchor, ms: clamp(anchor.ms) }
      tell()
    },
    setSource: (next) => {
      source = next
    },
    seeks: () => seeks,
    advance: () => {
      if (isPlaying && now() >= range.endMs) setPlaying(false)
      else tell()
    },
  }
}
