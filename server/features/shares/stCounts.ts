import { compareCodings } from '#shared/analytics/agreement.ts'
import { stMeasures } from '#shared/analytics/stMeasures.ts'
import { samplePoints } from '#shared/analytics/stSequence.ts'
import type { Recording } from '#shared/recordings/model.ts'
import type { Pass } from '#shared/study/model.ts'

/** Whole per cents, as the phone page says them; a value that is undefined is left out. */
const percent = (name: string, value: number | null | undefined): Record<string, number> =>
  value === null || value === undefined ? {} : { [name]: Math.round(value * 100) }

/** Rt, Ch and κ of the finished S–T passes: the first coder's measures, the agreement of the first two. */
export const stCounts = (
  passes: readonly Pass[],
  recording: Pick<Recording, 'startMs' | 'endMs'>,
): Record<string, number> => {
  const [first, second] = passes
  if (!first) return {}
  const measures = stMeasures(samplePoints(first.points, recording, first.deltaMs), first.deltaMs)
  const agreement = second ? compareCodings(first, second, recording, first.deltaMs) : null
  return {
    ...percent('rtPercent', measures.rt),
    ...percent('chPercent', measures.ch),
    ...percent('kappaPercent', agreement?.kappa),
  }
}
