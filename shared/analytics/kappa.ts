import { type Interval, wilson, Z95 } from './interval.ts'

/** Square table of counts: row = first coder, column = second, one line per category of the scheme. */
export type AgreementTable = readonly (readonly number[])[]

export type Kappa = {
  /** Units coded by both. */
  readonly n: number
  /** p_o, the share of units both coded alike; undefined without units. */
  readonly observed: number | undefined
  /** Wilson's 95 % interval of p_o. */
  readonly observedInterval: Interval | undefined
  /** p_e, agreement expected from the margins alone. */
  readonly expected: number | undefined
  /** Cohen's κ; undefined without units and when both used one and the same category throughout. */
  readonly kappa: number | undefined
  /** Large-sample standard error (Fleiss–Cohen–Everitt). */
  readonly standardError: number | undefined
  /** κ ± z·SE, cut to [−1, 1]. */
  readonly interval: Interval | undefined
}

const sum = (values: readonly number[]): number => values.reduce((total, x) => total + x, 0)

const cut = (x: number): number => Math.min(1, Math.max(-1, x))

type Margins = {
  readonly n: number
  readonly rows: readonly number[]
  readonly columns: readonly number[]
}

const marginsOf = (table: AgreementTable): Margins => {
  const rows = table.map(sum)
  const columns = table.map((_, j) => sum(table.map((row) => row[j] ?? 0)))
  return { n: sum(rows), rows, columns }
}

/** SE² = [Σ p_ij (w_ij − (w̄_i + w̄′_j)(1 − κ))² − (κ − p_e(1 − κ))²] / (n (1 − p_e)²), w = identity. */
const standardErrorOf = (
  table: AgreementTable,
  { n, rows, columns }: Margins,
  kappa: number,
  expected: number,
): number => {
  const share = (counts: readonly number[], i: number): number => (counts[i] ?? 0) / n
  const spread = sum(
    table.flatMap((row, i) =>
      row.map((count, j) => {
        const weight = i === j ? 1 : 0
        const means = share(columns, i) + share(rows, j)
        return (count / n) * (weight - means * (1 - kappa)) ** 2
      }),
    ),
  )
  const square = (spread - (kappa - expected * (1 - kappa)) ** 2) / (n * (1 - expected) ** 2)
  // Perfect agreement has no spread; rounding must not make it the root of a negative number.
  return Math.sqrt(Math.max(0, square))
}

/** Cohen's κ of two coders with its parts. Undefined cases are decided in integers. */
export const cohenKappa = (table: AgreementTable): Kappa => {
  const margins = marginsOf(table)
  const { n, rows, columns } = margins
  const hits = sum(table.map((row, i) => row[i] ?? 0))
  const byChance = sum(rows.map((count, i) => count * (columns[i] ?? 0)))
  const observed = n === 0 ? undefined : hits / n
  const expected = n === 0 ? undefined : byChance / (n * n)
  const shared = { n, observed, observedInterval: wilson(hits, n), expected }
  if (observed === undefined || expected === undefined || byChance === n * n)
    return { ...shared, kappa: undefined, standardError: undefined, interval: undefined }
  // As one fraction of integers, so that exact values stay exact.
  const kappa = (n * hits - byChance) / (n * n - byChance)
  const standardError = standardErrorOf(table, margins, kappa, expected)
  const interval = { low: cut(kappa - Z95 * standardError), high: cut(kappa + Z95 * standardError) }
  return { ...shared, kappa, standardError, interval }
}
