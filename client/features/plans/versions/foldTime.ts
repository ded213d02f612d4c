const MINUTE_MS = 60_000

/** Nobody wrote for longer than this: the stretch between is folded. */
export const FOLD_MIN = 10

/** A stretch of writing on the folded axis; a unit is a minute. */
export type Stretch = {
  readonly fromMs: number
  /** One beyond its last minute. */
  readonly toMs: number
  /** Where it begins on the axis. */
  readonly start: number
}

export type FoldedTime = {
  readonly stretches: readonly Stretch[]
  readonly units: number
  /** Where a time stands on the axis; of a folded time, the end of what came before. */
  readonly unitOf: (ms: number) => number
  /** The time at a place; of a fold, the end of what came before. */
  readonly msAt: (unit: number) => number
}

const lengthOf = ({ fromMs, toMs }: Pick<Stretch, 'fromMs' | 'toMs'>): number =>
  (toMs - fromMs) / MINUTE_MS

const stretchesOf = (minutes: readonly number[]) => {
  const stretches: { fromMs: number; toMs: number }[] = []
  for (const minute of [...minutes].sort((a, b) => a - b)) {
    const last = stretches.at(-1)
    if (last && minute - last.toMs <= FOLD_MIN * MINUTE_MS)
      last.toMs = Math.max(last.toMs, minute + MINUTE_MS)
    else stretches.push({ fromMs: minute, toMs: minute + MINUTE_MS })
  }
  return stretches
}

/** A time axis on which only the stretches in which somebody wrote have a length. */
export const foldTime = (minutes: readonly number[]): FoldedTime => {
  const plain = stretchesOf(minutes)
  const written = plain.reduce((sum, stretch) => sum + lengthOf(stretch), 0)
  const fold = Math.max(1, Math.round(written * 0.03))
  let start = 0
  const stretches = plain.map((stretch) => {
    const placed = { ...stretch, start }
    start += lengthOf(stretch) + fold
    return placed
  })
  const units = Math.max(1, start - fold)
  return {
    stretches,
    units,
    unitOf: (ms) => {
      const at = stretches.findLast(({ fromMs }) => fromMs <= ms)
      return at ? at.start + (Math.min(ms, at.toMs) - at.fromMs) / MINUTE_MS : 0
    },
    msAt: (unit) => {
      const at = stretches.findLast((stretch) => stretch.start <= unit) ?? stretches[0]
      if (!at) return 0
      return Math.round(at.fromMs + Math.min(unit - at.start, lengthOf(at)) * MINUTE_MS)
    },
  }
}
