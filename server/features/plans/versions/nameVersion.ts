import type { Person } from '#shared/access/actor.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { BodyOf } from '#shared/http/endpoint.ts'
import type { namePlanVersion } from '#shared/plans/contract.ts'
import { MOST_VERSIONS, type PlanVersion } from '#shared/plans/history.ts'
import { docName } from '#shared/sync/docName.ts'
import { needPlan } from '../history/needPlan.ts'
import { planStateOf } from '../history/stateOf.ts'
import type { PlanParts } from '../parts.ts'
import { describeVersions } from './describeVersions.ts'
import { keptOf } from './keptOf.ts'
import { outdatedVersions } from './outdatedVersions.ts'

/**
 * Keeps the plan whole, exactly up to one number of its log, however many are typing. The client
 * made the id, so sending twice keeps one version. Throws `plans/too-many-versions`, or `conflict`
 * when the id is somebody else's.
 */
export const nameVersion = async (
  parts: PlanParts,
  personNow: () => Promise<Person>,
  rawPlanId: string,
  { versionId, label, note, seq }: BodyOf<typeof namePlanVersion>,
): Promise<PlanVersion> => {
  const person = await personNow()
  const { planId, lessonId } = await needPlan(parts, person, rawPlanId, 'nameVersion')
  const all = await parts.versions.list(planId)
  const outdated = outdatedVersions(all, parts.clock.now())
  await parts.versions.prune(outdated)
  const before = all.filter((row) => !outdated.includes(row.versionId))
  const isKnown = before.some((row) => row.versionId === versionId)
  if (!isKnown && before.length >= MOST_VERSIONS)
    throw new AppError('plans/too-many-versions', { data: { most: MOST_VERSIONS } })
  if (!isKnown) {
    // A plan that nobody has opened yet has its first words made now.
    await parts.docs.projected(docName('plan', planId))
    const kept = keptOf(await planStateOf(parts, planId, { seq }))
    // That took its time, in which what one may do can have ended.
    await needPlan(parts, await personNow(), planId, 'nameVersion')
    await parts.versions.add(
      {
        ...{ versionId, planId, kind: 'named', label, note, authorId: person.userId },
        ...{ atMs: parts.clock.now(), restoredId: null, restoreClient: null },
      },
      kept,
    )
    parts.lessons.changed(lessonId)
  }
  const row = await parts.versions.find(planId, versionId)
  if (row?.authorId !== person.userId) throw new AppError('conflict')
  const [version] = await describeVersions(parts, [row], [row])
  if (!version) throw new Error('a stored version could not be described')
  return version
}
