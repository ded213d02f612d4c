import { useEffect, useState } from 'react'
import type { ReplayView } from './PlanReplay.ts'
import type { Replay, ViewPlace } from './useReplay.ts'

/** The plan after so many updates, as soon as the thread has it; the one before stays meanwhile. Null: not asked. */
export const useReplayView = (
  { view, state }: Replay,
  index: number | null,
  place: ViewPlace,
): ReplayView | null => {
  const [shown, setShown] = useState<ReplayView | null>(null)
  const isReady = state === 'ready'
  useEffect(() => {
    if (index === null || !isReady) return
    let isWanted = true
    void view(index, place).then((found) => {
      if (isWanted && found) setShown(found)
    })
    return () => {
      isWanted = false
    }
  }, [view, index, place, isReady])
  return index === null ? null : shown
}
