import type { Person } from '#shared/access/actor.ts'
import { AppError } from '#shared/errors/appError.ts'
import { type RecordingId, recordingIdSchema } from '#shared/ids.ts'
import type { Lesson, LessonAbility } from '#shared/lessons/model.ts'
import type { TimeRange } from '#shared/time.ts'
import type { StudyParts } from './parts.ts'

/** The recording a path names, if this person may do this with its lesson. `not-found` tells nothing. */
export const needRecording = async (
  { recordings, lessons }: StudyParts,
  person: Person,
  rawId: string,
  ability: LessonAbility,
): Promise<{
  readonly recordingId: RecordingId
  readonly range: TimeRange
  readonly lesson: Lesson
}> => {
  const recordingId = recordingIdSchema.safeParse(rawId)
  if (!recordingId.success) throw new AppError('not-found')
  const facts = await recordings.find(recordingId.data)
  if (!facts) throw new AppError('not-found')
  const lesson = await lessons.need(person, facts.lessonId, ability)
  return {
    recordingId: recordingId.data,
    range: { startMs: facts.startMs, endMs: facts.endMs },
    lesson,
  }
}
