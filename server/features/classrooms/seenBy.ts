import type { Actor } from '#shared/access/actor.ts'
import type { Classroom } from '#shared/classrooms/model.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { Lesson } from '#shared/lessons/model.ts'
import type { LiveClassroom } from './liveClassrooms.ts'
import { placeOf } from './places.ts'

/** The classroom with what this person is in it. */
export const seenBy = (
  { classroomId, lessonId, state }: Pick<LiveClassroom, 'classroomId' | 'lessonId' | 'state'>,
  lesson: Lesson,
  actor: Actor,
): Classroom => {
  const place = placeOf(lesson, actor)
  if (!place) throw new AppError('forbidden')
  return { classroomId, lessonId, phase: state.phase, startedAtMs: state.startedAtMs, ...place }
}
