import { oncePerTurn } from '#server/platform/oncePerTurn.ts'
import type { LessonAccess, LessonMaker } from '#server/platform/ports/LessonAccess.ts'
import type { LessonId, PlanId } from '#shared/ids.ts'
import { announce } from './announce.ts'
import { abilitiesIn, describeLesson } from './describe.ts'
import type { Lessons } from './LessonParts.ts'
import { makeLesson } from './makeLesson.ts'
import { needLesson } from './needLesson.ts'
import { noteActivity } from './noteActivity.ts'
import { readActivity } from './readActivity.ts'

const EVERY_LINE = 500

/** The door through which other slices ask about lessons. */
export const lessonAccess = (parts: Lessons): LessonAccess & LessonMaker => {
  // Every socket of a document asks these two, and after an outage they all ask at once.
  const find = oncePerTurn((lessonId: LessonId) => parts.lessons.find(lessonId))
  const lessonOfPlan = oncePerTurn((planId: PlanId) => parts.lessons.lessonOfPlan(planId))
  return {
    need: async (actor, lessonId, ability) =>
      describeLesson(parts, actor, await needLesson(parts, actor, { lessonId, ability })),
    abilitiesOf: async (actor, lessonId) => {
      const lesson = await find(lessonId)
      return lesson ? abilitiesIn(actor, lesson) : []
    },
    lessonOfPlan,
    read: async (lessonId) => {
      const lesson = await parts.lessons.find(lessonId)
      return lesson ? describeLesson(parts, { kind: 'anyone' }, lesson) : null
    },
    setStage: async (lessonId, stage) => {
      const lesson = await parts.lessons.find(lessonId)
      // A recording that becomes ready late does not take its lesson out of the archive.
      if (!lesson || lesson.stage === stage || lesson.stage === 'archive') return
      await parts.lessons.update(lessonId, { stage }, parts.clock.now())
      announce(parts, lesson)
    },
    note: (...lines) => noteActivity(parts, ...lines),
    activityOf: async (lessonId) => {
      const lesson = await parts.lessons.find(lessonId)
      return lesson ? readActivity(parts, [lesson], EVERY_LINE) : []
    },
    changed: (lessonId: LessonId) =>
      parts.feed.publish(`lesson:${lessonId}`, { type: 'lesson.changed', lessonId }),
    create: (lesson) => makeLesson(parts, lesson),
  }
}
