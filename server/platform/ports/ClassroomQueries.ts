import type { ClassroomEvent } from '#shared/classrooms/events.ts'
import type { ClassroomPhase } from '#shared/classrooms/model.ts'
import type { ClassroomId, LessonId, UserId } from '#shared/ids.ts'
import type { Site } from '#shared/lessons/model.ts'

/** What other slices may ask of classrooms. */
export type ClassroomQueries = {
  latest(lessonId: LessonId): Promise<{
    readonly classroomId: ClassroomId
    readonly phase: ClassroomPhase
    readonly startedAtMs: number | null
  } | null>
  /** All it ever had: the documents of those that are over can still be open. */
  ofLesson(lessonId: LessonId): Promise<readonly ClassroomId[]>
  events(classroomId: ClassroomId): Promise<readonly ClassroomEvent[]>
  /** Whether this person's site may be kept: recording runs and they have not declined. Bytes captured before the stop stay welcome. */
  mayKeep(classroomId: ClassroomId, site: Site, userId: UserId): Promise<boolean>
  /**
   * Ends these people's sound and picture at once, in every open classroom or in one lesson's. Whoever
   * may still come in does so by a fresh ticket.
   */
  putOut(leaving: {
    readonly userIds: readonly UserId[] | 'everybody'
    readonly lessonId?: LessonId
  }): Promise<void>
  /** The sample's finished lesson: a classroom that is over, with its log. */
  importFinished(classroom: {
    readonly lessonId: LessonId
    readonly startedAtMs: number
    readonly endedMs: number
    readonly events: readonly Omit<ClassroomEvent, 'seq'>[]
  }): Promise<ClassroomId>
}
