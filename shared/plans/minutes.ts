/** A step is never shorter than this when a border is dragged; typing may still say 0. */
export const SHORTEST_STEP_MIN = 1

const LONGEST_STEP_MIN = 240

/** Halves are kept (2.5 分); everything finer is rounded to them. */
const toHalf = (minutes: number): number => Math.round(minutes * 2) / 2

export const clampMinutes = (minutes: number): number =>
  Number.isFinite(minutes) ? Math.min(LONGEST_STEP_MIN, Math.max(0, toHalf(minutes))) : 0

/** What a person typed into the field, full-width digits included; null when it is no number. */
export const parseMinutes = (typed: string): number | null => {
  const plain = typed.normalize('NFKC').replace(/[^\d.]/gu, '')
  return plain === '' || Number.isNaN(Number(plain)) ? null : clampMinutes(Number(plain))
}

export const sumMinutes = (steps: readonly { readonly minutes: number }[]): number =>
  steps.reduce((sum, step) => sum + step.minutes, 0)

export type Balance = { readonly kind: 'over' | 'under' | 'even'; readonly minutes: number }

/** A sentence, never a block: how far the steps are from the lesson's length. */
export const balanceOf = (
  steps: readonly { readonly minutes: number }[],
  lengthMin: number,
): Balance => {
  const difference = sumMinutes(steps) - lengthMin
  if (difference === 0) return { kind: 'even', minutes: 0 }
  return { kind: difference > 0 ? 'over' : 'under', minutes: Math.abs(difference) }
}

/**
 * Moves minutes over the border between a step and the next; positive lengthens the first. Their sum
 * stays, and neither becomes shorter than a minute (one that already is shorter keeps what it has).
 */
export const moveBorder = (
  left: number,
  right: number,
  byMinutes: number,
): { readonly left: number; readonly right: number } => {
  const most = Math.max(0, right - SHORTEST_STEP_MIN)
  const least = -Math.max(0, left - SHORTEST_STEP_MIN)
  const moved = Math.min(most, Math.max(least, toHalf(byMinutes))) || 0
  return { left: left + moved, right: right - moved }
}

/** Whole minutes in proportion to the weights, their sum exactly the total (largest remainders). */
export const shareMinutes = (total: number, weights: readonly number[]): readonly number[] => {
  const sum = weights.reduce((a, b) => a + b, 0)
  const exact = weights.map((weight) => (total * weight) / sum)
  const whole = exact.map(Math.floor)
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  const missing = Math.round(total - whole.reduce((a, b) => a + b, 0))
  for (const { index } of byRemainder.slice(0, missing)) whole[index] = (whole[index] ?? 0) + 1
  return whole
}
