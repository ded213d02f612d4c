import type { PlaybackClock } from '#client/lib/playback/PlaybackClock.ts'

/** A clock without pictures, for a link that shows slides only. Times in session ms. */
export const timerClock = (range: {
  readonly startMs: number
  readonly endMs: number
}): PlaybackClock => {
  const listeners = new Set<() => void>()
  let atMs = range.startMs
  let since: number | null = null
  let speed = 1
  const tell = (): void => {
    for (const listener of listeners) listener()
  }
  const now = (): number => {
    const passed = since === null ? 0 : (performance.now() - since) * speed
    return Math.min(range.endMs, atMs + passed)
  }
  const settle = (): void => {
    atMs = now()
    since = since === null ? null : performance.now()
  }
  return {
    now,
    playing: () => since !== null && now() < range.endMs,
    rate: () => speed,
    seek: (ms) => {
      atMs = Math.max(range.startMs, Math.min(range.endMs, ms))
      since = since === null ? null : performance.now()
      tell()
    },
    play: () => {
      if (now() >= range.endMs) atMs = range.startMs
      since = performance.now()
      tell()
    },
    pause: () => {
      settle()
      since = null
      tell()
    },
    setRate: (rate) => {
      settle()
      speed = rate
      tell()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
