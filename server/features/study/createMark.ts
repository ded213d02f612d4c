import type { Person } from '#shared/access/actor.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { BodyOf } from '#shared/http/endpoint.ts'
import type { RecordingId } from '#shared/ids.ts'
import type { createMark as contract } from '#shared/study/contract.ts'
import type { Mark } from '#shared/study/model.ts'
import { liesWithin } from '#shared/study/rules.ts'
import { describeMarks } from './describeRows.ts'
import { needRecording } from './needRecording.ts'
import type { StudyParts } from './parts.ts'
import type { MarkRow } from './repo.ts'

type Body = BodyOf<typeof contract>

/** A reply stands where its thread stands; answering a reply answers the thread. */
const placeOf = async (
  { repo }: StudyParts,
  recordingId: RecordingId,
  body: Body,
): Promise<Pick<MarkRow, 'startMs' | 'endMs' | 'site' | 'replyTo'>> => {
  const { startMs, endMs, site, replyTo } = body
  if (replyTo === null) return { startMs, endMs, site, replyTo }
  const answered = await repo.mark(replyTo)
  const thread = answered?.replyTo ? await repo.mark(answered.replyTo) : answered
  if (thread?.recordingId !== recordingId) throw new AppError('not-found')
  return {
    startMs: thread.startMs,
    endMs: thread.endMs,
    site: thread.site,
    replyTo: thread.markId,
  }
}

/**
 * Writes a comment at a moment or over a clip. The client made the id, so sending twice gives one
 * mark, one event and one line of activity.
 */
export const createMark = async (
  parts: StudyParts,
  person: Person,
  rawRecordingId: string,
  body: Body,
): Promise<Mark> => {
  const { recordingId, range, lesson } = await needRecording(
    parts,
    person,
    rawRecordingId,
    'annotate',
  )
  const place = await placeOf(parts, recordingId, body)
  if (!liesWithin(place, range)) throw new AppError('study/outside-recording', { data: range })
  const row: MarkRow = {
    markId: body.markId,
    recordingId,
    authorId: person.userId,
    ...place,
    text: body.text,
    resolved: false,
    createdAtMs: parts.clock.now(),
  }
  const isNew = await parts.repo.addMark(row)
  const stored = isNew ? row : await parts.repo.mark(body.markId)
  if (stored?.authorId !== person.userId || stored.recordingId !== recordingId)
    throw new AppError('conflict')
  const [mark] = await describeMarks(parts, [stored])
  if (!mark) throw new Error('a stored mark could not be described')
  if (isNew) {
    parts.feed.publish(`recording:${recordingId}`, { type: 'mark.saved', mark })
    await parts.lessons.note({
      kind: 'mark.added',
      lessonId: lesson.lessonId,
      actorId: person.userId,
      detail: mark.text,
    })
  }
  return mark
}
