import type { UserId } from '../ids.ts'
import type { Site } from '../lessons/model.ts'
import type { ClassroomEventData } from './events.ts'
import type { ClassroomRole, ClassroomState } from './model.ts'

/** Who acts, and when: everything a rule needs to know besides the state. */
export type Who = {
  readonly userId: UserId
  readonly name: string
  readonly role: ClassroomRole
  readonly site: Site | null
  /** Session time of the act in ms; 0 while the lesson waits. */
  readonly atMs: number
  /** The server's wall clock, ms since 1970: session zero when this act starts the lesson. */
  readonly nowMs: number
  /** Short names of the sites that exist; null: a lesson in one room. */
  readonly schools: Readonly<Record<Site, string | null>>
}

/** An event before it got its number in the log. */
export type LoggedAct = {
  readonly atMs: number
  readonly actorId: string | null
  readonly actorName: string | null
  readonly data: ClassroomEventData
}

/** What one act made of the classroom. No events and the same state: it changed nothing. */
export type Change = {
  readonly state: ClassroomState
  readonly events: readonly LoggedAct[]
}

export const unchanged = (state: ClassroomState): Change => ({ state, events: [] })

export const act = (who: Pick<Who, 'userId' | 'name' | 'atMs'>, data: ClassroomEventData) => ({
  atMs: who.atMs,
  actorId: who.userId,
  actorName: who.name,
  data,
})

/** One after the other, as one change. */
export const followed = (first: Change, next: (state: ClassroomState) => Change): Change => {
  const second = next(first.state)
  return { state: second.state, events: [...first.events, ...second.events] }
}
