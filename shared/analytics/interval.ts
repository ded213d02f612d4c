/** 97.5 % quantile of the normal distribution: every interval here is a 95 % one. */
export const Z95 = 1.959964

export type Interval = { readonly low: number; readonly high: number }

/** Wilson's interval of the share `hits` / `n`; undefined without units. */
export const wilson = (hits: number, n: number): Interval | undefined => {
  if (n === 0) return undefined
  const p = hits / n
  const z2 = Z95 * Z95
  const middle = p + z2 / (2 * n)
  const half = Z95 * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n))
  const scale = 1 + z2 / n
  // At 0 and n one side is the bound itself; rounding would leave it 10⁻¹⁷ off.
  return {
    low: hits === 0 ? 0 : (middle - half) / scale,
    high: hits === n ? 1 : (middle + half) / scale,
  }
}
