import { newId } from '#server/platform/ids.ts'
import type { Person } from '#shared/access/actor.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { BodyOf } from '#shared/http/endpoint.ts'
import type { LessonId, OrgId, PlanId, UserId } from '#shared/ids.ts'
import type { createLesson as contract } from '#shared/lessons/contract.ts'
import type { Lesson, Site } from '#shared/lessons/model.ts'
import type { PlanSeed } from '#shared/plans/seed.ts'
import { announce } from './announce.ts'
import { describeLesson } from './describe.ts'
import type { Lessons } from './LessonParts.ts'
import type { LessonRecord, SiteRecord } from './LessonRecord.ts'
import { needLesson } from './needLesson.ts'
import { noteActivity } from './noteActivity.ts'
import { lessonRepo } from './repo.ts'
import { firstMembers } from './siteRoles.ts'

type Form = BodyOf<typeof contract>
type SiteForm = Form['near']

export const siteRecord = (site: Site, form: SiteForm): SiteRecord => ({
  site,
  school: form.school,
  schoolId: null,
  className: form.className,
  headcount: form.headcount,
  teacherId: form.teacherId,
})

/** Whoever is named on a lesson must be somebody this person may name: the wall between districts. */
export const needPeople = async (
  { people }: Pick<Lessons, 'people'>,
  actor: Person,
  userIds: readonly (UserId | null)[],
): Promise<void> => {
  const asked = [...new Set(userIds.filter((id): id is UserId => id !== null))]
  const nameable = await people.neighboursAmong(actor.userId, asked)
  if (asked.some((id) => !nameable.has(id))) throw new AppError('not-found')
}

/** Rows first, with the plan's seed; then the plan; when it cannot be made the lesson is taken back. */
export const insertLesson = async (
  parts: Pick<Lessons, 'db' | 'lessons' | 'parts'>,
  lesson: LessonRecord,
  seed: PlanSeed | null,
): Promise<void> => {
  const { planId, lessonId, title } = lesson
  await parts.db.transaction().execute(async (transaction) => {
    await lessonRepo(transaction).insert(lesson)
    if (seed) await parts.parts.keepSeed(transaction, { planId, lessonId, seed })
  })
  try {
    await parts.parts.createPlan({ planId, lessonId, title, seed })
  } catch (thrown) {
    await parts.lessons.remove(lessonId)
    throw thrown
  }
}

const recordOf = (form: Form, actor: Person, nowMs: number, groupId: OrgId): LessonRecord => {
  const managesGroup = actor.memberships.some((m) => m.orgId === groupId && m.role === 'prep_lead')
  const sites = [siteRecord('near', form.near), ...(form.far ? [siteRecord('far', form.far)] : [])]
  return {
    lessonId: newId<LessonId>(),
    planId: newId<PlanId>(),
    groupId,
    title: form.title,
    subject: form.subject,
    grade: form.grade,
    unit: form.unit,
    lengthMin: form.lengthMin,
    stage: 'plan',
    startsAtMs: form.startsAt === null ? null : Date.parse(form.startsAt),
    createdBy: actor.userId,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    isSample: false,
    slides: null,
    sites,
    members: firstMembers(sites, { userId: actor.userId, managesGroup }),
  }
}

/** A lesson of one of one's own planning groups, with its plan from the standard template. */
export const createLesson = async (parts: Lessons, actor: Person, form: Form): Promise<Lesson> => {
  const isMember = actor.memberships.some((m) => m.orgId === form.groupId && m.orgKind === 'group')
  if (!isMember) throw new AppError('lessons/no-group')
  await needPeople(parts, actor, [form.near.teacherId, form.far?.teacherId ?? null])
  const lesson = recordOf(form, actor, parts.clock.now(), form.groupId)
  await insertLesson(parts, lesson, null)
  announce(parts, lesson)
  const { lessonId } = lesson
  await noteActivity(parts, {
    kind: 'lesson.created',
    lessonId,
    actorId: actor.userId,
    detail: '',
  })
  return describeLesson(parts, actor, await needLesson(parts, actor, { lessonId, ability: 'view' }))
}
