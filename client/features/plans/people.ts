import type { Lesson } from '#shared/lessons/model.ts'
import type { Thread } from '#shared/plans/comments.ts'

export type KnownPerson = { readonly userId: string; readonly name: string; readonly hue: string }

/** Somebody whose hue is not known here: neither of the lesson nor of the district. */
const UNKNOWN_HUE = 'zhou'

/** Names and hues of everybody who may appear beside the plan. */
export const knownPeople = (
  lesson: Lesson,
  threads: readonly Thread[],
  others: readonly KnownPerson[],
) => {
  const teachers = lesson.sites.flatMap((site) => (site.teacher ? [site.teacher] : []))
  const known = new Map<string, KnownPerson>()
  for (const { authorId, authorName } of threads.flatMap((t) => t.messages))
    known.set(authorId, { userId: authorId, name: authorName, hue: UNKNOWN_HUE })
  for (const person of [...teachers, ...lesson.members, ...others]) known.set(person.userId, person)
  return {
    hueOf: (userId: string): string => known.get(userId)?.hue ?? UNKNOWN_HUE,
    nameOf: (userId: string): string => known.get(userId)?.name ?? '',
  }
}
