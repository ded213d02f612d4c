import { useMemo, useState } from 'react'
import type { TimeRange } from '#shared/time.ts'
import { followed, windowAt, zoomed } from './view.ts'

/** The stretch the tiers show. Everything else asks it to move. */
export const useWindow = (whole: TimeRange) => {
  const [window, setWindow] = useState<TimeRange>(whole)
  const moves = useMemo(
    () => ({
      zoom: (factor: number, aroundMs: number) =>
        setWindow((now) => zoomed(now, factor, aroundMs, whole)),
      follow: (atMs: number) => setWindow((now) => followed(now, atMs, whole)),
      show: (startMs: number, endMs: number) =>
        setWindow(windowAt(startMs, endMs - startMs, whole)),
      showAll: () => setWindow(whole),
    }),
    [whole],
  )
  return useMemo(() => ({ window, ...moves }), [window, moves])
}
export type WindowControl = ReturnType<typeof useWindow>
