import { type StCode, type SwitchPoint, stCodeSchema } from '../study/model.ts'
import type { TimeRange } from '../time.ts'
import { type AgreementTable, cohenKappa, type Kappa } from './kappa.ts'
import { samplePoints } from './stSequence.ts'

/** One unit two coders saw differently. */
export type Disagreement = TimeRange & {
  readonly index: number
  readonly first: StCode
  readonly second: StCode
}

export type StAgreement = Kappa & {
  readonly table: AgreementTable
  readonly disagreements: readonly Disagreement[]
  /** Fewer than 30 units: to be shown as 仅供参考. */
  readonly isTentative: boolean
}

const TENTATIVE_BELOW = 30
const categories = stCodeSchema.options

/** Units are aligned by their index, over the common span only. */
export const agreementTable = (
  first: readonly StCode[],
  second: readonly StCode[],
): AgreementTable => {
  const common = Math.min(first.length, second.length)
  const count = (row: StCode, column: StCode): number =>
    first.slice(0, common).filter((code, k) => code === row && second[k] === column).length
  return categories.map((row) => categories.map((column) => count(row, column)))
}

type Coding = { readonly points: readonly SwitchPoint[]; readonly coveredMs: number }

/** Two passes over one recording, sampled at the same moments up to where both have coded. */
export const compareCodings = (
  first: Coding,
  second: Coding,
  recording: TimeRange,
  deltaMs: number,
): StAgreement => {
  const endMs = Math.min(recording.endMs, first.coveredMs, second.coveredMs)
  const common = { startMs: recording.startMs, endMs }
  const a = samplePoints(first.points, common, deltaMs)
  const b = samplePoints(second.points, common, deltaMs)
  const table = agreementTable(a, b)
  const disagreements = a.flatMap((code, index) => {
    const other = b[index]
    if (other === undefined || other === code) return []
    const startMs = common.startMs + index * deltaMs
    return [
      { index, startMs, endMs: Math.min(startMs + deltaMs, endMs), first: code, second: other },
    ]
  })
  const kappa = cohenKappa(table)
  return { ...kappa, table, disagreements, isTentative: kappa.n < TENTATIVE_BELOW }
}
