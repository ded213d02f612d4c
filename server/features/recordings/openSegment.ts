import type { Person } from '#shared/access/actor.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { RecordingId, SegmentId } from '#shared/ids.ts'
import type { Site } from '#shared/lessons/model.ts'
import type { CameraView } from '#shared/recordings/model.ts'
import { wasBeforeStop } from '#shared/recordings/rules.ts'
import type { Context } from './context.ts'
import type { RecordingRow, SegmentRow } from './rows.ts'

export type SegmentAnswer = {
  readonly segmentId: SegmentId
  readonly received: number[]
  readonly closed: boolean
}

export const answerOf = async (
  { repo }: Pick<Context, 'repo'>,
  segmentId: SegmentId,
): Promise<SegmentAnswer> => {
  const segment = await repo.segment(segmentId)
  if (!segment) throw new AppError('not-found')
  const slices = await repo.slices(segmentId)
  return { segmentId, received: slices.map((slice) => slice.number), closed: segment.closed }
}

/** Whether this segment may begin: recording runs with consent, or it began before the stop. */
const mayBegin = async (
  context: Context,
  recording: RecordingRow,
  site: Site,
  actor: Person,
  startMs: number,
): Promise<boolean> => {
  if (recording.status !== 'recording')
    return wasBeforeStop(startMs, recording.endMs, null) && !(await isSettled(context, recording))
  if (!recording.classroomId) return false
  return context.classrooms.mayKeep(recording.classroomId, site, actor.userId)
}

/** Parts without slices: the raw bytes are gone or never were ours, so nothing can be joined to them. */
export const isSettled = async ({ repo }: Context, recording: RecordingRow): Promise<boolean> =>
  (await repo.parts(recording.recordingId)).length > 0 &&
  (await repo.sliceCounts(recording.recordingId)).size === 0

/** A late device: what is shown stays until the recording has been put together anew. */
export const expectMore = async (context: Context, recording: RecordingRow): Promise<void> => {
  context.arrivals.touch(recording.recordingId)
  if (recording.status !== 'ready' && recording.status !== 'failed') return
  await context.repo.updateRecording(recording.recordingId, {
    status: 'uploading',
    attempts: 0,
    failure: null,
  })
  await context.news.tell(recording.recordingId)
}

/**
 * Begins one run of one MediaRecorder; the same id again answers with what has been received. Only
 * the site's own teacher records it. Throws `recordings/not-recording`.
 */
export const openSegment = async (
  context: Context,
  actor: Person,
  recordingId: RecordingId,
  wanted: {
    readonly segmentId: SegmentId
    readonly deviceId: string
    readonly site: Site
    readonly view: CameraView
    readonly startMs: number
    readonly mime: string
  },
): Promise<SegmentAnswer> => {
  const { repo, lessons } = context
  const recording = await repo.recording(recordingId)
  if (!recording) throw new AppError('not-found')
  const known = await repo.segment(wanted.segmentId)
  // Before rights: whoever has begun a segment may learn what of it has arrived.
  if (known?.personId === actor.userId && known.recordingId === recordingId)
    return answerOf(context, wanted.segmentId)
  const lesson = await lessons.need(actor, recording.lessonId, 'teach')
  const own = lesson.sites.find((site) => site.site === wanted.site)
  if (own?.teacher?.userId !== actor.userId) throw new AppError('forbidden')
  if (known) throw new AppError('conflict')
  if (!(await mayBegin(context, recording, wanted.site, actor, wanted.startMs)))
    throw new AppError('recordings/not-recording')
  const segment: SegmentRow = {
    ...wanted,
    recordingId,
    personId: actor.userId,
    endMs: null,
    sliceCount: null,
    closed: false,
  }
  await repo.insertSegment(segment)
  await expectMore(context, recording)
  context.news.tellSoon(recordingId)
  return { segmentId: wanted.segmentId, received: [], closed: false }
}
