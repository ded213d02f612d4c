import type { ClassroomId, LessonId, RecordingId, SegmentId, UserId } from '#shared/ids.ts'
import type { Site } from '#shared/lessons/model.ts'
import type { CameraView, RecordingStatus } from '#shared/recordings/model.ts'
import type { RecordingFailure } from '#shared/recordings/rules.ts'

/** A recording as it is kept. `endMs` is the stop: bytes captured before it stay welcome. */
export type RecordingRow = {
  readonly recordingId: RecordingId
  readonly lessonId: LessonId
  readonly classroomId: ClassroomId | null
  readonly status: RecordingStatus
  readonly createdAtMs: number
  readonly startMs: number
  readonly endMs: number
  readonly progress: number
  readonly failure: RecordingFailure | null
  readonly attempts: number
}

/** One run of one MediaRecorder. */
export type SegmentRow = {
  readonly segmentId: SegmentId
  readonly recordingId: RecordingId
  readonly site: Site
  readonly view: CameraView
  readonly personId: UserId | null
  readonly deviceId: string
  /** Session ms right before `start()`. */
  readonly startMs: number
  /** When its recorder stopped or its consent ended, session ms; null while unknown. */
  readonly endMs: number | null
  readonly mime: string
  readonly sliceCount: number | null
  readonly closed: boolean
}

export type SliceRow = {
  readonly number: number
  readonly bytes: number
  readonly sha256: string
}

export type PartRow = {
  readonly partId: string
  readonly recordingId: RecordingId
  readonly site: Site
  readonly view: CameraView
  readonly personId: UserId | null
  readonly startMs: number
  readonly durationMs: number
  readonly mime: string
  readonly bytes: number
  readonly hasVideo: boolean
  readonly fileKey: string
}
