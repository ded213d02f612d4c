import { newId } from '#server/platform/ids.ts'
import type { Person } from '#shared/access/actor.ts'
import { defaultDeltaMs } from '#shared/analytics/stSequence.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { BodyOf } from '#shared/http/endpoint.ts'
import type { PassId, RecordingId } from '#shared/ids.ts'
import type { savePass as contract } from '#shared/study/contract.ts'
import type { Pass } from '#shared/study/model.ts'
import { samePoints, tidyPoints } from '#shared/study/rules.ts'
import type { TimeRange } from '#shared/time.ts'
import { describePasses } from './describeRows.ts'
import { needRecording } from './needRecording.ts'
import type { StudyParts } from './parts.ts'
import type { PassRow } from './repo.ts'

type Body = BodyOf<typeof contract>

const passFrom = (
  body: Body,
  of: {
    readonly before: PassRow | null
    readonly recordingId: RecordingId
    readonly coderId: Person['userId']
    readonly range: TimeRange
    readonly nowMs: number
  },
): PassRow => {
  const { before, recordingId, coderId, range, nowMs } = of
  const points = tidyPoints(body.points)
  const covered = Math.min(Math.max(body.coveredMs, range.startMs), range.endMs)
  return {
    passId: before?.passId ?? newId<PassId>(),
    recordingId,
    coderId,
    deltaMs: defaultDeltaMs(range.endMs - range.startMs),
    points,
    // A finished pass speaks for the whole recording: what nobody coded is S.
    coveredMs: body.finished ? range.endMs : covered,
    finished: body.finished,
    updatedAtMs: nowMs,
  }
}

/**
 * Writes one's own pass whole. A finished one answers only to being reopened, with the same points:
 * a late save of the coding that went before must neither change nor reopen it.
 */
export const savePass = async (
  parts: StudyParts,
  person: Person,
  rawRecordingId: string,
  body: Body,
): Promise<Pass> => {
  const { recordingId, range, lesson } = await needRecording(parts, person, rawRecordingId, 'code')
  const coderId = person.userId
  if (body.points.some(({ atMs }) => atMs < range.startMs || atMs > range.endMs))
    throw new AppError('study/outside-recording', { data: range })
  const before = await parts.repo.passBy(recordingId, coderId)
  const after = passFrom(body, { before, recordingId, coderId, range, nowMs: parts.clock.now() })
  if (before?.finished && !samePoints(before.points, after.points))
    throw new AppError('study/pass-finished')
  if (!(await parts.repo.savePass(after, before?.finished ?? false)))
    throw new AppError('study/pass-finished')
  // What an open pass says is nobody else's business; only that it began, ended or was reopened is.
  if (before?.finished !== after.finished)
    parts.feed.publish(`recording:${recordingId}`, { type: 'passes.changed', recordingId })
  if (after.finished && !before?.finished)
    await parts.lessons.note({
      kind: 'coding.finished',
      lessonId: lesson.lessonId,
      actorId: coderId,
      // No figures: others may still be coding blind.
      detail: '',
    })
  const [pass] = await describePasses(parts, [after])
  if (!pass) throw new Error('a stored pass could not be described')
  return pass
}
