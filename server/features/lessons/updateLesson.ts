import type { Person } from '#shared/access/actor.ts'
import type { BodyOf } from '#shared/http/endpoint.ts'
import type { LessonId, UserId } from '#shared/ids.ts'
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
import { movedTeachers, roleChanges } from './siteRoles.ts'

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

type Asked = { readonly lessonId: string; readonly form: Form }

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

/** Decided on what is there in the moment in which it changes. */
const change = (parts: Lessons, actor: Person, { lessonId, form }: Asked) =>
  parts.db.transaction().execute(async (transaction) => {
    const repo = lessonRepo(transaction)
    await repo.update(lessonId as LessonId, factsOf(form), parts.clock.now())
    const before = await needLesson({ lessons: repo }, actor, { lessonId, ability: 'manage' })
    const sites = sitesOf(form, before)
    for (const { site, record } of sites) await repo.setSite(before.lessonId, site, record)
    const after = [
      ...before.sites.filter((known) => !sites.some(({ site }) => site === known.site)),
      ...sites.flatMap(({ record }) => record ?? []),
    ].sort((a, b) => Number(a.site === 'far') - Number(b.site === 'far'))
    for (const { userId, role } of roleChanges(before.members, before.sites, after))
      await repo.setMember(before.lessonId, userId, role)
    return { before, moved: movedTeachers(before.sites, after) }
  })

/** Changes what is named and leaves the rest; a new teacher of a site gets the role of that site. */
export const updateLesson = async (
  parts: Lessons,
  actor: Person,
  { lessonId, form }: Asked,
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
  const { before, moved } = await change(parts, actor, { lessonId, form })
  announce(parts, lesson)
  // Not only where a role changes: from a place in a room one draws, and is heard and seen there.
  await Promise.all([
    closeAccess(parts, lesson, moved),
    principalsLeft(parts, before).then((left) => closeAccess(parts, lesson, left)),
  ])
  return describeLesson(parts, actor, await needLesson(parts, actor, { lessonId, ability: 'view' }))
}
