import type { BodyOf } from '#shared/http/endpoint.ts'
import type { OrgId, UserId } from '#shared/ids.ts'
import { createLesson } from '#shared/lessons/contract.ts'
import type { Lesson, LessonSite } from '#shared/lessons/model.ts'

export type SiteFields = {
  readonly school: string
  readonly className: string
  readonly headcount: string
  readonly teacherId: UserId | ''
}
/** The form as typed; text until it is sent. `startsAt` is the browser's local date and time. */
export type LessonFields = {
  readonly groupId: OrgId | ''
  readonly title: string
  readonly subject: string
  readonly grade: string
  readonly unit: string
  readonly lengthMin: string
  readonly startsAt: string
  readonly near: SiteFields
  readonly far: SiteFields
  readonly isDual: boolean
}
export type LessonBody = BodyOf<typeof createLesson>

const emptySite: SiteFields = { school: '', className: '', headcount: '', teacherId: '' }

/** `2026-09-09T10:20` in the browser's time zone, as a datetime field wants it. */
export const localInput = (at: string): string => {
  const date = new Date(at)
  const two = (part: number): string => String(part).padStart(2, '0')
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-')
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`
}

const siteFields = (site: LessonSite | undefined): SiteFields =>
  site
    ? {
        school: site.school,
        className: site.className,
        headcount: site.headcount === 0 ? '' : String(site.headcount),
        teacherId: site.teacher?.userId ?? '',
      }
    : emptySite

export const fieldsOf = (lesson: Lesson): LessonFields => ({
  groupId: lesson.groupId,
  title: lesson.title,
  subject: lesson.subject,
  grade: lesson.grade,
  unit: lesson.unit,
  lengthMin: String(lesson.lengthMin),
  startsAt: lesson.startsAt ? localInput(lesson.startsAt) : '',
  near: siteFields(lesson.sites.find(({ site }) => site === 'near')),
  far: siteFields(lesson.sites.find(({ site }) => site === 'far')),
  isDual: lesson.isDual,
})

/** A new lesson begins with oneself in one's own school. */
export const newFields = (me: {
  readonly userId: UserId
  readonly groupId: OrgId | ''
  readonly school: string
}): LessonFields => ({
  groupId: me.groupId,
  title: '',
  subject: '',
  grade: '',
  unit: '',
  lengthMin: '40',
  startsAt: '',
  near: { ...emptySite, school: me.school, teacherId: me.userId },
  far: emptySite,
  isDual: true,
})

const siteBody = (site: SiteFields) => ({
  school: site.school,
  className: site.className,
  headcount: site.headcount === '' ? 0 : Number(site.headcount),
  teacherId: site.teacherId || null,
})

/** The request, or the names of the fields that are not right yet (`near.headcount`, …). */
export const bodyOf = (
  fields: LessonFields,
): { readonly body: LessonBody } | { readonly wrong: ReadonlySet<string> } => {
  const parsed = createLesson.body.safeParse({
    groupId: fields.groupId,
    title: fields.title,
    subject: fields.subject,
    grade: fields.grade,
    unit: fields.unit,
    lengthMin: fields.lengthMin === '' ? Number.NaN : Number(fields.lengthMin),
    startsAt: fields.startsAt === '' ? null : new Date(fields.startsAt).toISOString(),
    near: siteBody(fields.near),
    far: fields.isDual ? siteBody(fields.far) : null,
  })
  if (parsed.success) return { body: parsed.data }
  return { wrong: new Set(parsed.error.issues.map(({ path }) => path.join('.'))) }
}
