import { type Change, followed, type LoggedAct } from './change.ts'
import { presentPeople, settleRecording } from './consent.ts'
import type { ClassroomState, PresentPerson } from './model.ts'

export const joinedEvent = (person: PresentPerson, atMs: number): LoggedAct => ({
  atMs,
  actorId: person.userId,
  actorName: person.name,
  data: { type: 'person.joined', name: person.name, role: person.role, site: person.site },
})

const leftEvent = (person: PresentPerson, atMs: number): LoggedAct => ({
  atMs,
  actorId: person.userId,
  actorName: person.name,
  data: { type: 'person.left', name: person.name, site: person.site },
})

/** Who is here now, one entry per device. Coming and going is told per person, not per device. */
export const reducePresence = (
  state: ClassroomState,
  people: readonly PresentPerson[],
  atMs: number,
): Change => {
  const before = presentPeople(state)
  const next = { ...state, people: [...people] }
  const after = presentPeople(next)
  const isIn = (list: readonly PresentPerson[], person: PresentPerson) =>
    list.some(({ userId }) => userId === person.userId)
  const events = [
    ...after.filter((person) => !isIn(before, person)).map((p) => joinedEvent(p, atMs)),
    ...before.filter((person) => !isIn(after, person)).map((p) => leftEvent(p, atMs)),
  ]
  return followed({ state: next, events }, (current) => settleRecording(current, atMs))
}
