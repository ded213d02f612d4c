import { z } from 'zod'
import type { DocGrant } from '#server/platform/sync/ports.ts'
import type { Actor } from '#shared/access/actor.ts'
import { type ClassroomRole, classroomRoleSchema } from '#shared/classrooms/model.ts'
import { classroomRole } from '#shared/classrooms/rules.ts'
import { type Lesson, type Site, siteSchema } from '#shared/lessons/model.ts'

/** What somebody is in one classroom. */
export type Place = { readonly role: ClassroomRole; readonly site: Site | null }

/** By the lesson's sites and the person's abilities; null: not allowed in. */
export const placeOf = (
  lesson: Pick<Lesson, 'sites' | 'abilities'>,
  actor: Actor,
): Place | null => {
  if (actor.kind !== 'person') return null
  const site = lesson.sites.find(({ teacher }) => teacher?.userId === actor.userId)?.site ?? null
  const role = classroomRole(lesson.abilities, site)
  return role && { role, site: role === 'observer' ? null : site }
}

/** Short names of the sites there are, for sentences about the floor. */
export const schoolsOf = (lesson: Pick<Lesson, 'sites'>) => {
  const school = (site: Site) => lesson.sites.find((one) => one.site === site)?.school ?? null
  return { near: school('near'), far: school('far') }
}

const placeSchema = z.object({ role: classroomRoleSchema, site: siteSchema.nullable() })

/** The place decided when somebody's connection was let in; null for one that has none. */
export const placeIn = ({ decided }: Pick<DocGrant, 'decided'>): Place | null => {
  const place = placeSchema.safeParse(decided)
  return place.success ? place.data : null
}
