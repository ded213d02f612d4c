import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { countUpTo, playTimes, type Speed } from './playTime.ts'

export type Player = {
  /** The plan after so many updates is shown. */
  readonly index: number
  readonly isPlaying: boolean
  readonly speed: Speed
  readonly skipsPauses: boolean
  /** Stops, and shows the plan after so many updates. */
  goTo(index: number): void
  toggle(): void
  setSpeed(speed: Speed): void
  setSkipsPauses(skips: boolean): void
}

type Time = { readonly times: readonly number[]; readonly speed: Speed; readonly from: number }

/** Plays from an update on; tells at every frame how far it has come. */
const play = ({ times, speed, from }: Time, tell: (index: number) => void): (() => void) => {
  const beganAt = performance.now()
  const first = times[Math.max(0, from - 1)] ?? 0
  let frame = 0
  const step = (now: number): void => {
    const index = countUpTo(times, first + (now - beganAt) * speed)
    tell(Math.max(from, index))
    if (index < times.length) frame = requestAnimationFrame(step)
  }
  frame = requestAnimationFrame(step)
  return () => cancelAnimationFrame(frame)
}

/** Where in the log one is, and playing on from there. Null: at its end, wherever that is. */
export const usePlayer = (atMs: readonly number[]): Player => {
  const [place, setPlace] = useState<number | null>(null)
  const [isPlaying, setPlaying] = useState(false)
  const [speed, setSpeed] = useState<Speed>(4)
  const [skipsPauses, setSkipsPauses] = useState(true)
  const times = useMemo(() => playTimes(atMs, skipsPauses), [atMs, skipsPauses])
  const count = times.length
  const index = Math.min(place ?? count, count)
  const at = useRef(index)
  at.current = index
  useEffect(() => {
    if (!isPlaying) return
    return play({ times, speed, from: at.current }, (reached) => {
      setPlace(reached)
      if (reached >= times.length) setPlaying(false)
    })
  }, [isPlaying, times, speed])
  const goTo = useCallback((to: number) => {
    setPlaying(false)
    setPlace(Math.max(0, to))
  }, [])
  const toggle = useCallback(() => {
    // At the end there is nothing to play but from the beginning.
    if (!isPlaying && index >= count) setPlace(0)
    at.current = !isPlaying && index >= count ? 0 : index
    setPlaying(!isPlaying)
  }, [isPlaying, index, count])
  return { index, isPlaying, speed, skipsPauses, goTo, toggle, setSpeed, setSkipsPauses }
}
