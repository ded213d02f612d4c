import type { Person } from '#shared/access/actor.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { ResultOf } from '#shared/http/endpoint.ts'
import { type PlanId, versionIdSchema } from '#shared/ids.ts'
import type { listPlanVersions, readPlanVersion } from '#shared/plans/contract.ts'
import { needPlan } from '../history/needPlan.ts'
import { toPlanState } from '../history/readState.ts'
import { planStateOf } from '../history/stateOf.ts'
import type { PlanParts } from '../parts.ts'
import { describeVersions } from './describeVersions.ts'
import { outdatedVersions } from './outdatedVersions.ts'
import type { VersionRow } from './versionRepo.ts'

export const listVersions = async (
  parts: PlanParts,
  person: Person,
  rawPlanId: string,
): Promise<ResultOf<typeof listPlanVersions>> => {
  const { planId, abilities } = await needPlan(parts, person, rawPlanId, 'readHistory')
  const rows = await parts.versions.list(planId)
  // Reading lets nothing go; what can go is not shown, and goes when the next one is kept.
  const outdated = new Set(outdatedVersions(rows, parts.clock.now()))
  const standing = rows.filter(({ versionId }) => !outdated.has(versionId))
  const restores = await parts.versions.restores(planId)
  return {
    versions: await describeVersions(parts, standing, rows),
    restores: restores.map(({ client, uptoSeq }) => ({ client, uptoSeq })),
    abilities: [...abilities],
  }
}

export const needVersion = async (
  { versions }: Pick<PlanParts, 'versions'>,
  planId: PlanId,
  rawVersionId: string,
): Promise<VersionRow> => {
  const parsed = versionIdSchema.safeParse(rawVersionId)
  const row = parsed.success ? await versions.find(planId, parsed.data) : null
  if (!row) throw new AppError('not-found')
  return row
}

/** A version with what it keeps. Damaged bytes are made anew from the log, which has everything. */
export const readVersion = async (
  parts: PlanParts,
  person: Person,
  rawPlanId: string,
  rawVersionId: string,
): Promise<ResultOf<typeof readPlanVersion>> => {
  const { planId } = await needPlan(parts, person, rawPlanId, 'readHistory')
  const row = await needVersion(parts, planId, rawVersionId)
  const [version] = await describeVersions(parts, [row], await parts.versions.list(planId))
  if (!version) throw new Error('a stored version could not be described')
  const state = toPlanState(await planStateOf(parts, planId, { seq: row.uptoSeq }))
  return { version, state }
}
