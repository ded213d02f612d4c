import { personOf } from '#server/platform/http/route.ts'
import type { Actor } from '#shared/access/actor.ts'
import type { Change } from '#shared/classrooms/change.ts'
import type { ClassroomId } from '#shared/ids.ts'
import type { Lesson } from '#shared/lessons/model.ts'
import type { Classrooms } from './wiring.ts'

type Done = {
  readonly classroomId: ClassroomId
  readonly lesson: Lesson
  readonly actor: Actor
  readonly change: Change
}

const started = async ({ deps }: Classrooms, { lesson }: Done): Promise<void> => {
  await deps.lessons.setStage(lesson.lessonId, 'teach')
  deps.lessons.changed(lesson.lessonId)
}

const ended = async (parts: Classrooms, done: Done): Promise<void> => {
  const { deps, repo } = parts
  const { lessonId, sites } = done.lesson
  await deps.lessons.setStage(lessonId, 'study')
  await deps.lessons.note({
    kind: 'lesson.taught',
    lessonId,
    actorId: personOf(done.actor).userId,
    detail: sites.map(({ school, className }) => `${school} ${className}`.trim()).join(' · '),
  })
  deps.lessons.changed(lessonId)
  const stored = await repo.find(done.classroomId)
  if (stored) await deps.media.closeRoom(stored.mediaRoom)
}

/** What the rest of the studio does about a lesson that began or ended. The lesson itself is safe by then. */
export const followUp = async (parts: Classrooms, done: Done): Promise<void> => {
  const did = (type: string) => done.change.events.some(({ data }) => data.type === type)
  try {
    if (did('lesson.started')) await started(parts, done)
    if (did('lesson.ended')) await ended(parts, done)
  } catch (thrown) {
    parts.deps.log.error(
      { err: thrown, classroomId: done.classroomId },
      'classroom follow-up failed',
    )
  }
}
