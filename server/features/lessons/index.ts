import type { Feature } from '#server/app/Feature.ts'
import type { TopicOwner } from '#server/platform/feed/feedHub.ts'
import { personOf, type Route, serve } from '#server/platform/http/route.ts'
import type { LessonAccess, LessonMaker } from '#server/platform/ports/LessonAccess.ts'
import type { LessonId } from '#shared/ids.ts'
import {
  archiveLesson as archiveContract,
  saveDeviceCheck as checkContract,
  createLesson as createContract,
  readHome as homeContract,
  listLessons,
  readLesson,
  readLessonActivity,
  removeSample,
  setLessonRole as roleContract,
  updateLesson as updateContract,
} from '#shared/lessons/contract.ts'
import { activityRepo } from './activityRepo.ts'
import { archiveLesson } from './archiveLesson.ts'
import { checkRepo } from './checkRepo.ts'
import { createLesson } from './createLesson.ts'
import { abilitiesIn, describeLesson, describeLessons } from './describe.ts'
import type { Lessons, LessonsDeps } from './LessonParts.ts'
import { lessonAccess } from './lessonAccess.ts'
import { needLesson } from './needLesson.ts'
import { readActivity } from './readActivity.ts'
import { readHome } from './readHome.ts'
import { lessonRepo } from './repo.ts'
import { saveDeviceCheck } from './saveDeviceCheck.ts'
import { setLessonRole } from './setLessonRole.ts'
import { fileRoutes } from './slides/fileRoutes.ts'
import { updateLesson } from './updateLesson.ts'

export type { LessonsDeps } from './LessonParts.ts'

const ACTIVITY_LINES = 200

const changing = (parts: Lessons): readonly Route[] => [
  serve(createContract, ({ actor, body }) => createLesson(parts, personOf(actor), body)),
  serve(updateContract, ({ actor, params, body }) =>
    updateLesson(parts, personOf(actor), { lessonId: params.lessonId, form: body }),
  ),
  serve(roleContract, ({ actor, params, body }) =>
    setLessonRole(parts, personOf(actor), { ...params, role: body.role }),
  ),
  serve(archiveContract, ({ actor, params, body }) =>
    archiveLesson(parts, personOf(actor), { ...params, archived: body.archived }),
  ),
  serve(checkContract, ({ actor, params, body }) =>
    saveDeviceCheck(parts, personOf(actor), { ...params, found: body }),
  ),
  serve(removeSample, async () => {
    await parts.sample.remove()
    return {}
  }),
]

const reading = (parts: Lessons): readonly Route[] => [
  serve(homeContract, ({ actor }) => readHome(parts, personOf(actor))),
  serve(listLessons, async ({ actor }) => {
    const visible = await parts.lessons.visible(personOf(actor))
    const described = await describeLessons(parts, visible)
    return { lessons: described.map(({ summary }) => summary) }
  }),
  serve(readLesson, async ({ actor, params }) => {
    const lesson = await needLesson(parts, actor, { ...params, ability: 'view' })
    return describeLesson(parts, actor, lesson)
  }),
  serve(readLessonActivity, async ({ actor, params }) => {
    const lesson = await needLesson(parts, actor, { ...params, ability: 'view' })
    return { activity: await readActivity(parts, [lesson], ACTIVITY_LINES) }
  }),
]

const topics = ({ lessons }: Lessons): readonly TopicOwner[] => [
  {
    kind: 'lesson',
    mayListen: async (actor, id) => {
      const lesson = await lessons.find(id as LessonId)
      return lesson !== null && abilitiesIn(actor, lesson).includes('view')
    },
  },
  {
    kind: 'group',
    mayListen: async (actor, id) =>
      actor.kind === 'person' &&
      actor.memberships.some((m) => m.orgKind === 'group' && m.orgId === id),
  },
]

/** Lessons, their people, slides and days: the centre other slices hang on. */
export const lessonsFeature = (
  deps: LessonsDeps,
): Feature & { readonly queries: LessonAccess & LessonMaker } => {
  const parts: Lessons = {
    ...deps,
    lessons: lessonRepo(deps.db),
    activities: activityRepo(deps.db),
    checks: checkRepo(deps.db),
  }
  return {
    routes: [...changing(parts), ...reading(parts), ...fileRoutes(parts)],
    topics: topics(parts),
    queries: lessonAccess(parts),
  }
}
