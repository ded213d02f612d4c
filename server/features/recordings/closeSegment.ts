import type { Person } from '#shared/access/actor.ts'
import type { RecordingId, SegmentId } from '#shared/ids.ts'
import type { Context } from './context.ts'
import { answerOf, type SegmentAnswer } from './openSegment.ts'
import { ownSegment } from './ownSegment.ts'

/**
 * The recorder has stopped and made this many slices; the last of them may still be on their way.
 * Closing twice is fine; a cut by withdrawn consent is never moved to later.
 */
export const closeSegment = async (
  context: Context,
  actor: Person,
  recordingId: RecordingId,
  segmentId: SegmentId,
  end: { readonly sliceCount: number; readonly endMs: number },
): Promise<SegmentAnswer> => {
  const { segment } = await ownSegment(context, actor, recordingId, segmentId)
  if (!segment.closed)
    await context.repo.closeSegment(
      segmentId,
      end.sliceCount,
      Math.max(segment.startMs, Math.min(segment.endMs ?? end.endMs, end.endMs)),
    )
  context.arrivals.touch(recordingId)
  context.news.tellSoon(recordingId)
  context.arrivals.consider(recordingId)
  return answerOf(context, segmentId)
}
