/** Beyond this a follower jumps; within it, it is nudged. Seconds. */
const JUMP_S = 0.3
/** Smaller differences nobody sees or hears. */
const NEAR_S = 0.03
const MOST_NUDGE = 0.05

export type Correction = { readonly seekToS: number | null; readonly rate: number }

/** How a following video comes back to where it should be: at most 5 % faster or slower, or one jump. */
export const follow = (isS: number, shouldS: number, rate: number): Correction => {
  const behindS = shouldS - isS
  if (Math.abs(behindS) > JUMP_S) return { seekToS: shouldS, rate }
  if (Math.abs(behindS) <= NEAR_S) return { seekToS: null, rate }
  // A tenth of a second is made good in two.
  const nudge = Math.min(MOST_NUDGE, Math.max(-MOST_NUDGE, behindS / 2))
  return { seekToS: null, rate: rate * (1 + nudge) }
}
