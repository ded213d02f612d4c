import type { Person } from '#shared/access/actor.ts'
import type { BodyOf } from '#shared/http/endpoint.ts'
import type { UserId } from '#shared/ids.ts'
import type { updateLesson as contract } from '#shared/lessons/contract.ts'
import type { Lesson, Site } from '#shared/lessons/model.ts'
import { announce } from './announce.ts'
import { closeAccess } from './closeAccess.ts'
import { needPeople, siteRecord } from './createLesson.ts'
import { describeLesson } from './describe.ts'
import type { Lessons } from './LessonParts.ts'
import type { LessonChanges, PlacedLesson, SiteRecord } from './LessonRecord.ts'
import { needLesson } from './needLesson.ts'
import { lessonRepo } from './repo.ts'
import { roleChanges } from './siteRoles.ts'

type Form = BodyOf<typeof contract>

const factsOf = (form: Form): LessonChanges => ({
  ...(form.title === undefined ? {} : { title: form.title }),
  ...(form.subject === undefined ? {} : { subject: form.subject }),
  ...(form.grade === undefined ? {} : { grade: form.grade }),
  ...(form.unit === undefined ? {} : { unit: form.unit }),
  ...(form.lengthMin === undefined ? {} : { lengthMin: form.lengthMin }),
  ...(form.startsAt === undefined
    ? {}
    : { startsAtMs: form.startsAt === null ? null : Date.parse(form.startsAt) }),
})

type SiteChange = { readonly site: Site; readonly record: SiteRecord | null }

const sitesOf = (form: Form, lesson: PlacedLesson): readonly SiteChange[] => {
  const change = (site: Site, input: Form['far']): SiteChange => {
    const before = lesson.sites.find((known) => known.site === site)
    const record = input ? siteRecord(site, input) : null
    // A site that keeps its school's name stays linked to that school.
    const schoolId = before && before.school === record?.school ? before.schoolId : null
    return { site, record: record && { ...record, schoolId } }
  }
  return [
    ...(form.near === undefined ? [] : [change('near', form.near)]),
    ...(form.far === undefined ? [] : [change('far', form.far)]),
  ]
}

/**
 * Who leads a school that a site of the lesson belonged to and none does any more: they saw the
 * lesson for that alone, and no role of theirs on it says so.
 */
const principalsLeft = async (
  { people, lessons }: Lessons,
  before: PlacedLesson,
): Promise<readonly UserId[]> => {
  const now = await lessons.find(before.lessonId)
  return people.principalsOf(before.schoolIds.filter((id) => !now?.schoolIds.includes(id)))
}

/** Changes what is named and leaves the rest; a new teacher of a site gets the role of that site. */
export const updateLesson = async (
  parts: Lessons,
  actor: Person,
  { lessonId, form }: { readonly lessonId: string; readonly form: Form },
): Promise<Lesson> => {
  const lesson = await needLesson(parts, actor, { lessonId, ability: 'manage' })
  // A teacher who has moved away meanwhile stays until somebody else is named.
  const staying = new Set(lesson.sites.map((site) => site.teacherId))
  const named = [form.near?.teacherId ?? null, form.far?.teacherId ?? null]
  await needPeople(
    parts,
    actor,
    named.filter((id) => !staying.has(id)),
  )
  const sites = sitesOf(form, lesson)
  const roles = sites.flatMap(({ site, record }) =>
    roleChanges(
      lesson.members,
      lesson.sites.find((known) => known.site === site),
      record,
    ),
  )
  await parts.db.transaction().execute(async (transaction) => {
    const repo = lessonRepo(transaction)
    await repo.update(lesson.lessonId, factsOf(form), parts.clock.now())
    for (const { site, record } of sites) await repo.setSite(lesson.lessonId, site, record)
    for (const { userId, role } of roles) await repo.setMember(lesson.lessonId, userId, role)
  })
  announce(parts, lesson)
  const concerned = [...roles.map(({ userId }) => userId), ...(await principalsLeft(parts, lesson))]
  await closeAccess(parts, lesson, concerned)
  return describeLesson(parts, actor, await needLesson(parts, actor, { lessonId, ability: 'view' }))
}
