import type { Actor, Person } from '#shared/access/actor.ts'
import type { ClassroomRole } from '#shared/classrooms/model.ts'
import { classroomRole } from '#shared/classrooms/rules.ts'
import type { ClassroomId } from '#shared/ids.ts'
import type { Lesson, Site } from '#shared/lessons/model.ts'

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

/** The places decided when people came in, for what must be judged without waiting. */
export const createPlaces = () => {
  const places = new Map<string, Place>()
  const key = (classroomId: ClassroomId, person: Pick<Person, 'userId'>) =>
    `${classroomId} ${person.userId}`
  return {
    remember: (classroomId: ClassroomId, person: Pick<Person, 'userId'>, place: Place): void => {
      places.set(key(classroomId, person), place)
    },
    find: (classroomId: ClassroomId, person: Pick<Person, 'userId'>): Place | null =>
      places.get(key(classroomId, person)) ?? null,
    forget: (classroomId: ClassroomId, person: Pick<Person, 'userId'>): void => {
      places.delete(key(classroomId, person))
    },
  }
}
export type Places = ReturnType<typeof createPlaces>
