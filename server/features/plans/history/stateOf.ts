import type { PlanId } from '#shared/ids.ts'
import { type DocName, docName } from '#shared/sync/docName.ts'
import type { PlanParts } from '../parts.ts'
import type { KeyFrame, PastState, Until } from './jobs.ts'

type Parts = Pick<PlanParts, 'versions' | 'thread' | 'docs' | 'log'>

const keyFrame = async (
  { versions, log }: Pick<Parts, 'versions' | 'log'>,
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
 * A document as it was, put together beside the serving thread. Where a row of its log is damaged, a
 * snapshot that was made behind it has what is missing, as the document itself has; where it is the last
 * row, nothing but the snapshot tells that there is more.
 */
export const stateAt = async (
  { thread, docs, log }: Pick<Parts, 'thread' | 'docs' | 'log'>,
  doc: DocName,
  until: Until,
  from: KeyFrame | null,
): Promise<PastState> => {
  const state = await thread.state({ doc, until, from })
  if (!state.isWhole)
    log.warn({ doc, seq: state.seq }, 'a row of the log is damaged; its snapshots are read instead')
  const afterSeq = state.isWhole ? state.seq : (from?.seq ?? 0)
  const uptoSeq = until.seq ?? Number.MAX_SAFE_INTEGER
  const stretch = { afterSeq, uptoSeq, ...(until.ms === undefined ? {} : { untilMs: until.ms }) }
  const folded = uptoSeq > afterSeq ? await docs.folded(doc, stretch) : null
  if (!folded) return state
  return thread.state({ doc, until, from: { ...folded, ms: state.latestMs } })
}

/**
 * The plan as it was. Versions are its key frames: what comes after the newest one at or before the
 * moment is all that has to be read.
 */
export const planStateOf = async (parts: Parts, planId: PlanId, until: Until): Promise<PastState> =>
  stateAt(parts, docName('plan', planId), until, await keyFrame(parts, planId, until))
