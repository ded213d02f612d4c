import { useEffect, useState } from 'react'
import { sessionNow } from '#client/lib/feed/sessionClock.ts'
import type { ClassroomState } from '#shared/classrooms/model.ts'

/** Four looks a second: no figure is ever more than a quarter of a second late. */
const LOOK_MS = 250

const timeOf = (startedAtMs: number | null, endedMs: number | null): number => {
  if (startedAtMs === null) return 0
  return endedMs ?? Math.max(0, sessionNow(startedAtMs))
}

/** Session time in ms, to the second, ticking; where it stopped after 下课, 0 before 上课. */
export const useSessionTime = ({
  startedAtMs,
  endedMs,
}: Pick<ClassroomState, 'startedAtMs' | 'endedMs'>): number => {
  const [nowMs, setNowMs] = useState(() => timeOf(startedAtMs, endedMs))
  useEffect(() => {
    const look = () => {
      const seen = timeOf(startedAtMs, endedMs)
      setNowMs((before) => (Math.floor(before / 1000) === Math.floor(seen / 1000) ? before : seen))
    }
    look()
    const timer = setInterval(look, LOOK_MS)
    return () => clearInterval(timer)
  }, [startedAtMs, endedMs])
  return nowMs
}
