import { useEffect, useRef, useState } from 'react'
import type { PlaybackClock } from '#client/lib/playback/PlaybackClock.ts'

/**
 * Calls `onFrame` with the session time once for every change of the clock, and on every frame while
 * it plays. Nothing runs while it stands.
 */
export const useClockFrame = (clock: PlaybackClock, onFrame: (nowMs: number) => void): void => {
  const latest = useRef(onFrame)
  useEffect(() => {
    latest.current = onFrame
  })
  useEffect(() => {
    let frame: number | null = null
    const tick = (): void => {
      frame = null
      latest.current(clock.now())
      if (clock.playing()) frame = requestAnimationFrame(tick)
    }
    const wake = (): void => {
      if (frame === null) frame = requestAnimationFrame(tick)
    }
    wake()
    const stop = clock.subscribe(wake)
    return () => {
      stop()
      if (frame !== null) cancelAnimationFrame(frame)
    }
  }, [clock])
}

/** Session time for what changes with it, in steps: a page that draws ten times a second is enough. */
export const usePlayheadMs = (clock: PlaybackClock, stepMs = 100): number => {
  const [nowMs, setNow] = useState(() => clock.now())
  useClockFrame(clock, (now) => {
    // A standing clock tells its exact moment; a running one only every step.
    setNow(clock.playing() ? Math.floor(now / stepMs) * stepMs : now)
  })
  return nowMs
}
