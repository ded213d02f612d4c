import type { ClassroomId, LessonId, RecordingId, UserId } from '#shared/ids.ts'
import type { Site } from '#shared/lessons/model.ts'
import type { CameraView, Recording } from '#shared/recordings/model.ts'

/** What other slices may ask of recordings. */
export type RecordingQueries = {
  /** Called by the classroom once everybody has been shown the notice. */
  begin(recording: {
    readonly lessonId: LessonId
    readonly classroomId: ClassroomId
    readonly startMs: number
  }): Promise<RecordingId>
  /** The lesson is over or recording was stopped; late slices still arrive. Assembles when all segments are closed, or after a grace. */
  end(recordingId: RecordingId, endMs: number): Promise<void>
  /** Ends what these people film of the lesson at this moment; what was filmed before stays welcome. */
  cutOff(lessonId: LessonId, userIds: readonly UserId[]): Promise<void>
  find(recordingId: RecordingId): Promise<Recording | null>
  latest(lessonId: LessonId): Promise<Recording | null>
  counts(lessonIds: readonly LessonId[]): Promise<ReadonlyMap<LessonId, number>>
  /** A finished recording brought from elsewhere (the sample): one seekable file a site. */
  importReady(recording: {
    readonly lessonId: LessonId
    readonly classroomId: ClassroomId
    readonly createdAtMs: number
    readonly tracks: readonly {
      readonly site: Site
      readonly view: CameraView
      readonly personId: UserId | null
      readonly startMs: number
      readonly mime: string
      readonly content: Uint8Array
      /** Loudness 0…100 per 100 ms from startMs. */
      readonly levels: readonly number[]
    }[]
  }): Promise<RecordingId>
}
