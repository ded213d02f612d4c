import type { Person } from '#shared/access/actor.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { Lesson, Stage } from '#shared/lessons/model.ts'
import { announce } from './announce.ts'
import { closeAccess } from './closeAccess.ts'
import { describeLesson } from './describe.ts'
import type { Lessons } from './LessonParts.ts'
import { needLesson } from './needLesson.ts'
import { noteActivity } from './noteActivity.ts'

/** Where a lesson taken out of the archive goes back to: as far as its facts reach. */
const stageBefore = async (parts: Lessons, lesson: Lesson): Promise<Stage> => {
  if (lesson.recordingId) return 'study'
  return (await parts.parts.latestClassroom(lesson.lessonId)) ? 'teach' : 'plan'
}

/**
 * Puts a lesson into the archive or takes it out; everybody's open pages are judged anew, and in the
 * archive they can only read. Asking for what already is changes nothing. Throws
 * `lessons/being-taught` while its class runs.
 */
export const archiveLesson = async (
  parts: Lessons,
  actor: Person,
  asked: { readonly lessonId: string; readonly archived: boolean },
): Promise<Lesson> => {
  const record = await needLesson(parts, actor, { lessonId: asked.lessonId, ability: 'archive' })
  const lesson = await describeLesson(parts, actor, record)
  if ((lesson.stage === 'archive') === asked.archived) return lesson
  if (asked.archived && (await parts.parts.isBeingTaught(lesson.lessonId)))
    throw new AppError('lessons/being-taught')
  const stage = asked.archived ? 'archive' : await stageBefore(parts, lesson)
  const nowMs = parts.clock.now()
  await parts.lessons.update(lesson.lessonId, { stage }, nowMs)
  announce(parts, lesson)
  await closeAccess(parts, record, 'everybody')
  if (asked.archived)
    await noteActivity(parts, {
      kind: 'lesson.archived',
      lessonId: lesson.lessonId,
      actorId: actor.userId,
      detail: '',
    })
  const after = await needLesson(parts, actor, { lessonId: lesson.lessonId, ability: 'view' })
  return describeLesson(parts, actor, after)
}
