import { AppError } from '#shared/errors/appError.ts'
import { markIdSchema, type RecordingId } from '#shared/ids.ts'
import type { StudyParts } from './parts.ts'
import type { MarkRow } from './repo.ts'

/** A mark of this very recording: an id of another recording is `not-found`. */
export const needMark = async (
  { repo }: StudyParts,
  recordingId: RecordingId,
  rawId: string,
): Promise<MarkRow> => {
  const markId = markIdSchema.safeParse(rawId)
  const mark = markId.success ? await repo.mark(markId.data) : null
  if (mark?.recordingId !== recordingId) throw new AppError('not-found')
  return mark
}
