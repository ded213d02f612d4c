import type { Person } from '#shared/access/actor.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { RecordingId, SegmentId } from '#shared/ids.ts'
import { LEVEL_STEP_MS, MAX_LEVELS } from '#shared/recordings/rules.ts'
import type { Context } from './context.ts'
import { ownSegment } from './ownSegment.ts'

/** Writes loudness over whatever stands there; what was never measured is silence. Idempotent. */
export const putLevels = async (
  context: Context,
  actor: Person,
  recordingId: RecordingId,
  segmentId: SegmentId,
  piece: { readonly fromIndex: number; readonly values: readonly number[] },
): Promise<void> => {
  const { segment } = await ownSegment(context, actor, recordingId, segmentId)
  if (piece.fromIndex + piece.values.length > MAX_LEVELS)
    throw new AppError('invalid-request', { data: [{ path: 'body.fromIndex', issue: 'too_big' }] })
  const levels = [...(await context.repo.levels(segmentId))]
  while (levels.length < piece.fromIndex) levels.push(0)
  piece.values.forEach((value, index) => {
    levels[piece.fromIndex + index] = value
  })
  // After the stop, or after consent ended, not even loudness is kept.
  const kept =
    segment.endMs === null
      ? levels
      : levels.slice(0, Math.ceil((segment.endMs - segment.startMs) / LEVEL_STEP_MS))
  await context.repo.writeLevels(segmentId, kept)
}
