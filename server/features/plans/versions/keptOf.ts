import { sumMinutes } from '#shared/plans/minutes.ts'
import type { PastState } from '../history/jobs.ts'
import type { Kept } from './versionRepo.ts'

/** What a version keeps of a state. */
export const keptOf = ({ seq, latestMs, update, outline }: PastState): Kept => ({
  ...{ uptoSeq: seq, uptoMs: latestMs, state: update },
  steps: outline.steps.length,
  minutes: sumMinutes(outline.steps),
  characters: outline.characters,
})
