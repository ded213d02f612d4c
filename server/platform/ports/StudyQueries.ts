import type { LessonId, MarkId, RecordingId, UserId } from '#shared/ids.ts'
import type { Mark, Pass, SwitchPoint } from '#shared/study/model.ts'

/** What other slices may ask of study. */
export type StudyQueries = {
  marks(recordingId: RecordingId): Promise<readonly Mark[]>
  /** Finished ones only. */
  finishedPasses(recordingId: RecordingId): Promise<readonly Pass[]>
  isCodedBy(recordingId: RecordingId, userId: UserId): Promise<boolean>
  /** `markId` lets later marks answer this one by `replyTo`. */
  importMark(mark: {
    readonly markId?: MarkId
    readonly replyTo?: MarkId
    readonly recordingId: RecordingId
    readonly authorId: UserId
    readonly startMs: number
    readonly endMs: number
    readonly site: 'near' | 'far' | null
    readonly text: string
    readonly createdAtMs: number
  }): Promise<void>
  importPass(pass: {
    readonly recordingId: RecordingId
    readonly coderId: UserId
    readonly deltaMs: number
    readonly points: readonly SwitchPoint[]
    readonly coveredMs: number
    readonly atMs: number
  }): Promise<void>
}

/** What study asks of recordings. */
export type RecordingFacts = {
  find(recordingId: RecordingId): Promise<{
    readonly lessonId: LessonId
    readonly startMs: number
    readonly endMs: number
  } | null>
}
