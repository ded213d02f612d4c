import { useEffect, useState } from 'react'
import type { PlaybackClock } from '#client/lib/playback/PlaybackClock.ts'

/** The clock's time in session ms, at most ten times a second: enough for words and slides. */
export const useClockMs = (clock: PlaybackClock | null): number => {
  const [atMs, setAtMs] = useState(() => clock?.now() ?? 0)
  useEffect(() => {
    if (!clock) return
    const look = (): void => setAtMs(clock.now())
    look()
    const timer = setInterval(look, 100)
    const stop = clock.subscribe(look)
    return () => {
      clearInterval(timer)
      stop()
    }
  }, [clock])
  return atMs
}
