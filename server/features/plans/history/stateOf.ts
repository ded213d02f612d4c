import type { PlanId } from '#shared/ids.ts'
import { docName } from '#shared/sync/docName.ts'
import type { PlanParts } from '../parts.ts'
import type { KeyFrame, PastState, Until } from './jobs.ts'

type Parts = Pick<PlanParts, 'versions' | 'thread' | 'log'>

const keyFrame = async (
  { versions, log }: Parts,
  planId: PlanId,
  until: Until,
): Promise<KeyFrame | null> => {
  const version = await versions.newestUpTo(planId, until)
  if (!version) return null
  const state = await versions.soundState(version.versionId)
  if (state) return { seq: version.uptoSeq, ms: version.uptoMs, state }
  log.warn(
    { planId, versionId: version.versionId },
    'a version is damaged; the log is read instead',
  )
  return null
}

/**
 * The plan as it was, put together beside the serving thread. Versions are its key frames: what
 * comes after the newest one at or before the moment is all that has to be read.
 */
export const planStateOf = async (parts: Parts, planId: PlanId, until: Until): Promise<PastState> =>
  parts.thread.state({
    doc: docName('plan', planId),
    until,
    from: await keyFrame(parts, planId, until),
  })
