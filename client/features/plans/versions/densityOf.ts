import type { FoldedTime } from './foldTime.ts'

/** How many edits fall into each of so many equal parts of the axis. */
export const densityOf = (
  time: FoldedTime,
  atMs: readonly number[],
  parts: number,
): readonly number[] => {
  const counts = new Array<number>(parts).fill(0)
  for (const ms of atMs) {
    const part = Math.min(parts - 1, Math.floor((time.unitOf(ms) / time.units) * parts))
    counts[part] = (counts[part] ?? 0) + 1
  }
  return counts
}
