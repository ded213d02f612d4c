import { newId } from '#server/platform/ids.ts'
import type { ClassroomId, LessonId, RecordingId } from '#shared/ids.ts'
import type { Context } from './context.ts'

/** A recording begins; a classroom has at most one that runs, and asking again answers with it. */
export const beginRecording = async (
  { repo, clock, lessons, news, arrivals }: Context,
  begun: {
    readonly lessonId: LessonId
    readonly classroomId: ClassroomId
    readonly startMs: number
  },
): Promise<RecordingId> => {
  const running = (await repo.recordingsOf(begun.lessonId)).find(
    (row) => row.classroomId === begun.classroomId && row.status === 'recording',
  )
  if (running) return running.recordingId
  const recordingId = newId<RecordingId>()
  await repo.insertRecording({
    ...begun,
    recordingId,
    status: 'recording',
    createdAtMs: clock.now(),
    endMs: begun.startMs,
    progress: 0,
    failure: null,
    attempts: 0,
  })
  arrivals.touch(recordingId)
  lessons.changed(begun.lessonId)
  await news.tell(recordingId)
  return recordingId
}
