import { newId } from '#server/platform/ids.ts'
import type { Actor } from '#shared/access/actor.ts'
import { initialState } from '#shared/classrooms/initialState.ts'
import type { Classroom } from '#shared/classrooms/model.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { ClassroomId, LessonId } from '#shared/ids.ts'
import type { Lesson } from '#shared/lessons/model.ts'
import { closeForgotten } from './closeForgotten.ts'
import { seenBy } from './seenBy.ts'
import type { Classrooms } from './wiring.ts'

const create = async (parts: Classrooms, lesson: Lesson): Promise<ClassroomId> => {
  const { deps, repo } = parts
  const classroomId = newId<ClassroomId>()
  const steps = await deps.plans.steps(lesson.planId)
  const state = initialState({ steps, slides: lesson.slides }, deps.media.status().state)
  const isNew = await repo.insert(
    {
      classroomId,
      lessonId: lesson.lessonId,
      mediaRoom: newId(),
      openedAtMs: deps.clock.now(),
      state,
    },
    [],
  )
  if (!isNew) return (await repo.latest(lesson.lessonId))?.classroomId ?? classroomId
  deps.lessons.changed(lesson.lessonId)
  return classroomId
}

/**
 * The lesson's open classroom, or a new one. Making one needs `teach`; coming to one that is open
 * needs `observe`. A plan without steps may be opened, so that people can meet and check their
 * devices; only starting the lesson asks for a step.
 */
export const openClassroom = async (
  parts: Classrooms,
  actor: Actor,
  lessonId: LessonId,
): Promise<Classroom> => {
  const lesson = await parts.deps.lessons.need(actor, lessonId, 'observe')
  const classroomId = await parts.oneAtATime(lessonId, async () => {
    const latest = await parts.repo.latest(lessonId)
    if (latest && latest.state.phase !== 'ended' && !(await closeForgotten(parts, latest)))
      return latest.classroomId
    if (!lesson.abilities.includes('teach'))
      throw new AppError(latest ? 'classrooms/ended' : 'classrooms/not-started')
    return create(parts, lesson)
  })
  return seenBy(await parts.live.read(classroomId), lesson, actor)
}
