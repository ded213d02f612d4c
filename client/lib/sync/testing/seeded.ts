/** Whole numbers that look random and are the same for the same seed. */
export const seeded = (seed: number): ((below: number) => number) => {
  let state = (seed * 7919 + 1) >>> 0
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state >>> 8) % below
  }
}
