/** Where nobody wrote for longer, playing with pauses left out goes on after this long. */
export const LONGEST_PAUSE_MS = 2000

/** How fast: a second of playing is so many seconds of then. */
export const speeds = [1, 4, 16, 60] as const
export type Speed = (typeof speeds)[number]

/**
 * When each update is played, ms from the first. Times never step back, also where the server's
 * clock did.
 */
export const playTimes = (atMs: readonly number[], skipsPauses: boolean): readonly number[] => {
  let at = 0
  return atMs.map((ms, i) => {
    const gap = Math.max(0, ms - (atMs[i - 1] ?? ms))
    at += skipsPauses ? Math.min(gap, LONGEST_PAUSE_MS) : gap
    return at
  })
}

/** How many of these ascending times lie at or before one. */
export const countUpTo = (times: readonly number[], time: number): number => {
  let [from, to] = [0, times.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((times[middle] ?? 0) <= time) from = middle + 1
    else to = middle
  }
  return from
}
