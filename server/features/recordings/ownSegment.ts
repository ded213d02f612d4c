import type { Actor } from '#shared/access/actor.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { RecordingId, SegmentId } from '#shared/ids.ts'
import type { Context } from './context.ts'
import type { RecordingRow, SegmentRow } from './rows.ts'

/** The segment, for whoever opened it; `not-found` for everybody else. */
export const ownSegment = async (
  { repo }: Pick<Context, 'repo'>,
  actor: Actor,
  recordingId: RecordingId,
  segmentId: SegmentId,
): Promise<{ readonly recording: RecordingRow; readonly segment: SegmentRow }> => {
  const segment = await repo.segment(segmentId)
  const recording = await repo.recording(recordingId)
  const isOwn =
    actor.kind === 'person' &&
    segment?.personId === actor.userId &&
    segment.recordingId === recordingId
  if (!segment || !recording || !isOwn) throw new AppError('not-found')
  return { recording, segment }
}
