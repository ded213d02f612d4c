import type { DocConnection } from '#server/platform/sync/ports.ts'
import { type Change, unchanged } from '#shared/classrooms/change.ts'
import type { ClassroomState, PresentPerson } from '#shared/classrooms/model.ts'
import { reducePresence } from '#shared/classrooms/presence.ts'
import { sessionTime } from '#shared/classrooms/sessionTime.ts'
import { type ClassroomId, type DeviceId, deviceIdSchema } from '#shared/ids.ts'
import { docName } from '#shared/sync/docName.ts'
import type { Again } from './createAgain.ts'
import type { ClassroomsDeps, Later } from './deps.ts'
import { createLeavers } from './leavers.ts'
import type { LiveClassroom, LiveClassrooms } from './liveClassrooms.ts'
import { placeIn } from './places.ts'

/** A reload takes a second or two; only whoever stays away longer has left. */
export const GONE_AFTER_MS = 5000
/** After a restart of the server everybody needs a little longer to find back. */
export const BACK_AFTER_START_MS = 20_000

/**
 * Everybody sees everybody's devices: one that is in the list stays whose it is until they have left, and
 * whoever else names it is listed by their connection.
 */
const deviceOf = (
  { deviceId, connectionId, actor }: DocConnection,
  listed: readonly PresentPerson[],
): DeviceId | null => {
  const named = deviceIdSchema.safeParse(deviceId)
  const holder = listed.find((one) => one.deviceId === deviceId)
  const isTheirs = !holder || (actor.kind === 'person' && holder.userId === actor.userId)
  if (named.success && isTheirs) return named.data
  const own = deviceIdSchema.safeParse(connectionId)
  return own.success ? own.data : null
}

const toPerson = (
  classroom: LiveClassroom,
  connection: DocConnection,
  listed: readonly PresentPerson[],
): PresentPerson | null => {
  const { actor, grant } = connection
  const deviceId = deviceOf(connection, listed)
  if (actor.kind !== 'person' || !deviceId) return null
  const place = placeIn(grant)
  const device = classroom.devices.known[deviceId]
  return (
    place && {
      deviceId,
      userId: actor.userId,
      name: actor.name,
      role: place.role,
      site: place.site,
      // Before joining one stands at the door, in the lobby.
      surface: device?.surface ?? 'observe',
      publishes: place.site !== null && (device?.publishes ?? false),
    }
  )
}

const facts = ({ name, role, site, surface, publishes }: PresentPerson): string =>
  JSON.stringify([name, role, site, surface, publishes])

const isSame = (state: ClassroomState, people: readonly PresentPerson[]): boolean =>
  people.length === state.people.length &&
  people.every((person) => {
    const before = state.people.find(({ deviceId }) => deviceId === person.deviceId)
    return before !== undefined && facts(before) === facts(person)
  })

/** More than anybody carries about. */
const MOST_OF_ONE = 12

/** Who is in a classroom: everybody with its document open, visible to everybody else. */
export const createPresence = (
  deps: Pick<ClassroomsDeps, 'docs' | 'clock' | 'log'> & {
    readonly later: Later
    readonly again: Again
  },
  live: LiveClassrooms,
) => {
  let isClosed = false
  const leavers = createLeavers(deps.later, (classroomId) => void update(classroomId))

  const presentIn = async (classroom: LiveClassroom): Promise<readonly PresentPerson[]> => {
    const present = new Map<string, PresentPerson>()
    const { classroomId, state } = classroom
    const name = docName('classroom', classroomId)
    const here = state.people.filter(({ deviceId }) => !leavers.hasLeft(classroomId, deviceId))
    for (const connection of await deps.docs.connections(name)) {
      const person = toPerson(classroom, connection, [...here, ...present.values()])
      if (!person) continue
      const theirs = [...present.values()].filter(({ userId }) => userId === person.userId)
      // The list is written whole with each change, for everybody and for ever.
      if (theirs.length >= MOST_OF_ONE && !present.has(person.deviceId)) continue
      present.set(person.deviceId, person)
      leavers.back(classroomId, person.deviceId)
    }
    return [...present.values()]
  }

  const decide = async (classroom: LiveClassroom, graceMs: number): Promise<Change> => {
    const { state, classroomId } = classroom
    if (state.phase === 'ended') return unchanged(state)
    const present = await presentIn(classroom)
    const away = state.people.filter(
      (person) => !present.some(({ deviceId }) => deviceId === person.deviceId),
    )
    for (const { deviceId } of away) leavers.away(classroomId, deviceId, graceMs)
    const kept = away.filter(({ deviceId }) => !leavers.hasLeft(classroomId, deviceId))
    const people = [...present, ...kept]
    if (isSame(state, people)) return unchanged(state)
    const change = reducePresence(state, people, sessionTime(state, deps.clock.now()))
    // Before 上课 there is no session clock: the log begins with who is here then.
    return state.phase === 'live' ? change : { state: change.state, events: [] }
  }

  const tryUpdate = async (classroomId: ClassroomId, graceMs: number): Promise<void> => {
    const { state } = await live.change(classroomId, (classroom) => decide(classroom, graceMs))
    leavers.keepOnly(
      classroomId,
      state.people.map(({ deviceId }) => deviceId),
    )
  }

  const update = async (classroomId: ClassroomId, graceMs = GONE_AFTER_MS): Promise<void> => {
    // Everybody's socket ends with the process: that nobody is here then means nothing.
    if (isClosed) return
    try {
      await tryUpdate(classroomId, graceMs)
    } catch (thrown) {
      deps.log.error({ err: thrown, classroomId }, 'presence not updated')
      deps.again(`presence ${classroomId}`, () => tryUpdate(classroomId, graceMs))
    }
  }

  const close = (): void => {
    isClosed = true
    leavers.close()
  }
  return { update, close }
}
export type Presence = ReturnType<typeof createPresence>
