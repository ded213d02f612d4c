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

/** Who did it when; nobody: the room's own doing. */
export type By = Omit<LoggedAct, 'data'>

export const byWho = (who: Pick<Who, 'userId' | 'name' | 'atMs'>): By => ({
  atMs: who.atMs,
  actorId: who.userId,
  actorName: who.name,
})

export const byNobody = (atMs: number): By => ({ atMs, actorId: null, actorName: null })

export const act = (who: Who, data: ClassroomEventData): LoggedAct => ({ ...byWho(who), data })

/** One after the other, as one change. */
export const followed = (first: Change, next: (state: ClassroomState) => Change): Change => {
  const second = next(first.state)
  return { state: second.state, events: [...first.events, ...second.events] }
}
