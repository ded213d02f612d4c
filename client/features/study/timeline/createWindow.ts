import type { TimeRange } from '#shared/time.ts'
import { followed, windowAt, zoomed } from './view.ts'

/**
 * The stretch the tiers show. A store of its own, so that zooming draws the tiers again and nothing
 * else of the page.
 */
export const createWindow = (whole: TimeRange) => {
  let window = whole
  const listeners = new Set<() => void>()
  const set = (next: TimeRange): void => {
    if (next === window) return
    window = next
    for (const tell of listeners) tell()
  }
  return {
    subscribe: (tell: () => void): (() => void) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    getSnapshot: (): TimeRange => window,
    zoom: (factor: number, aroundMs: number): void => set(zoomed(window, factor, aroundMs, whole)),
    follow: (atMs: number): void => set(followed(window, atMs, whole)),
    show: (startMs: number, endMs: number): void => set(windowAt(startMs, endMs - startMs, whole)),
    showAll: (): void => set(whole),
  }
}
export type WindowControl = ReturnType<typeof createWindow>
