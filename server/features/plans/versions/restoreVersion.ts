import { randomInt } from 'node:crypto'
import { newId } from '#server/platform/ids.ts'
import type { Person } from '#shared/access/actor.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { ResultOf } from '#shared/http/endpoint.ts'
import type { PlanId, VersionId } from '#shared/ids.ts'
import type { restorePlanVersion } from '#shared/plans/contract.ts'
import { docName } from '#shared/sync/docName.ts'
import { needPlan } from '../history/needPlan.ts'
import { readPages } from '../history/readPages.ts'
import { planStateOf } from '../history/stateOf.ts'
import type { PlanParts } from '../parts.ts'
import { describeVersions } from './describeVersions.ts'
import { keptOf } from './keptOf.ts'
import { outdatedVersions } from './outdatedVersions.ts'
import { needVersion } from './readVersions.ts'
import type { VersionRow } from './versionRepo.ts'

/** Below 2³², as Yjs chooses its own. */
const newClientId = (): number => randomInt(1, 2 ** 32)

/** The number under which an edit stands in the log; null when it is not there. */
const seqOfEdit = async (
  { docs }: Pick<PlanParts, 'docs'>,
  planId: PlanId,
  afterSeq: number,
  edit: Uint8Array,
): Promise<number | null> => {
  const name = docName('plan', planId)
  const bytes = Buffer.from(edit)
  for await (const page of readPages((range) => docs.history(name, range), afterSeq)) {
    const found = page.find(({ update }) => bytes.equals(update))
    if (found) return found.seq
  }
  return null
}

/** Nothing was asked of the document yet, or nothing of it was done. A lost answer says neither. */
const isUndone = (thrown: unknown): boolean =>
  thrown instanceof AppError && (thrown.code === 'redis-away' || thrown.code === 'owner-away')

/**
 * Others may have typed between what was kept and the edit: what they typed belongs to what was
 * before. The edit is made by then, so whatever goes wrong here is no reason to say that it is not.
 */
const completeBefore = async (
  parts: PlanParts,
  of: { readonly planId: PlanId; readonly versionId: VersionId; readonly afterSeq: number },
  edit: Uint8Array,
): Promise<void> => {
  const { planId, versionId, afterSeq } = of
  try {
    const seq = await seqOfEdit(parts, planId, afterSeq, edit)
    if (seq === null || seq <= afterSeq + 1) return
    const before = await planStateOf(parts, planId, { seq: seq - 1 })
    await parts.versions.complete(versionId, keptOf(before))
  } catch (err) {
    parts.log.error({ err, planId }, 'the version before a restore may lack the last words')
  }
}

/** Of so many who go back at once all but one are too late each time. */
const MAX_TRIES = 5

type Going = {
  readonly planId: PlanId
  readonly target: VersionRow
  readonly by: Person
  /** Making the edit takes seconds; throws when whoever asked may not any more. */
  stillMay(): Promise<unknown>
}

/**
 * The row of what is kept before it; null when there is nothing
 * to do, `stale` when somebody else has just gone back.
 */
const tryToGoBack = async (
  parts: PlanParts,
  { planId, target, by, stillMay }: Going,
): Promise<VersionId | null | 'stale'> => {
  const version = await planStateOf(parts, planId, { seq: target.uptoSeq })
  const now = await planStateOf(parts, planId, {})
  const [client, doc] = [newClientId(), docName('plan', planId)]
  const { edit } = await parts.thread.restoring({
    ...{ doc, client, current: now.update, version: version.update },
  })
  if (!edit) return null
  await stillMay()
  const versionId = newId<VersionId>()
  const outdated = outdatedVersions(await parts.versions.list(planId), parts.clock.now())
  await parts.versions.prune(outdated.filter((old) => old !== target.versionId))
  // Before the edit, so that no crash leaves a plan changed and nothing to go back to.
  await parts.versions.add(
    {
      ...{ versionId, planId, kind: 'beforeRestore', label: '', note: '' },
      ...{ authorId: by.userId, atMs: parts.clock.now() },
      ...{ restoredId: target.versionId, restoreClient: client },
    },
    keptOf(now),
  )
  try {
    const outcome = await parts.docs.merge(doc, edit, by.userId)
    if (outcome === 'stale') {
      await parts.versions.remove(versionId)
      return 'stale'
    }
  } catch (thrown) {
    if (isUndone(thrown)) await parts.versions.remove(versionId)
    throw thrown
  }
  await completeBefore(parts, { planId, versionId, afterSeq: now.seq }, edit.update)
  return versionId
}

/** Whoever is too late goes back from what the other has made of the plan. */
const goBack = async (parts: PlanParts, going: Going): Promise<VersionId | null> => {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const kept = await tryToGoBack(parts, going)
    if (kept !== 'stale') return kept
  }
  throw new AppError('plans/history-busy')
}

/**
 * Goes back to a version, forwards: one edit in this person's name makes the plan say what the
 * version says. What the plan said right before is kept as a version of its own first, so that
 * going back to that one takes this back; what others typed up to that very moment is in it. What they
 * type while it is made stays, but for what stood in blocks that go. Of two who go back at once one is
 * the second.
 */
export const restoreVersion = async (
  parts: PlanParts,
  personNow: () => Promise<Person>,
  asked: { readonly planId: string; readonly versionId: string },
): Promise<ResultOf<typeof restorePlanVersion>> => {
  const by = await personNow()
  const { planId, lessonId } = await needPlan(parts, by, asked.planId, 'restore')
  const target = await needVersion(parts, planId, asked.versionId)
  const stillMay = async () => needPlan(parts, await personNow(), planId, 'restore')
  const kept = await goBack(parts, { planId, target, by, stillMay })
  if (!kept) return { before: null }
  parts.lessons.changed(lessonId)
  const all = await parts.versions.list(planId)
  const [before] = await describeVersions(
    parts,
    all.filter(({ versionId }) => versionId === kept),
    all,
  )
  return { before: before ?? null }
}
