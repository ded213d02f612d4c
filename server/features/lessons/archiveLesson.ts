import type { Person } from '#shared/access/actor.ts'
import type { Lesson, Stage } from '#shared/lessons/model.ts'
import { announce } from './announce.ts'
import { describeLesson } from './describe.ts'
import type { Lessons } from './LessonParts.ts'
import { needLesson } from './needLesson.ts'
import { noteActivity } from './noteActivity.ts'

/** Where a lesson taken out of the archive goes back to: as far as its facts reach. */
const stageBefore = async (parts: Lessons, lesson: Lesson): Promise<Stage> => {
  if (lesson.recordingId) return 'study'
  return (await parts.parts.latestClassroom(lesson.lessonId)) ? 'teach' : 'plan'
}

/** Puts a lesson into the archive or takes it out. Asking for what already is changes nothing. */
export const archiveLesson = async (
  parts: Lessons,
  actor: Person,
  asked: { readonly lessonId: string; readonly archived: boolean },
): Promise<Lesson> => {
  const record = await needLesson(parts, actor, { lessonId: asked.lessonId, ability: 'manage' })
  const lesson = await describeLesson(parts, actor, record)
  if ((lesson.stage === 'archive') === asked.archived) return lesson
  const stage = asked.archived ? 'archive' : await stageBefore(parts, lesson)
  const nowMs = parts.clock.now()
  await parts.lessons.update(lesson.lessonId, { stage }, nowMs)
  announce(parts, lesson)
  if (asked.archived)
    await noteActivity(parts, {
      kind: 'lesson.archived',
      lessonId: lesson.lessonId,
      actorId: actor.userId,
      detail: '',
    })
  return { ...lesson, stage, updatedAt: new Date(nowMs).toISOString() }
}
