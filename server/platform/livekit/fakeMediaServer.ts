import { AppError } from '#shared/errors/appError.ts'
import type { DeviceId, UserId } from '#shared/ids.ts'
import type { Clock } from '../clock.ts'
import type { MediaServer, MediaState } from './MediaServer.ts'
import { parseIdentity, participantIdentity } from './participantIdentity.ts'
import { statusBoard } from './statusBoard.ts'

export type FakeMediaServer = MediaServer & {
  readonly rooms: ReadonlyMap<string, ReadonlySet<string>>
  readonly tickets: readonly Parameters<MediaServer['createTicket']>[0][]
  /** A browser uses its ticket; `left` is called when the server ends the connection. */
  join(room: string, userId: UserId, deviceId: DeviceId, left?: () => void): void
  leave(room: string, userId: UserId, deviceId: DeviceId): void
  /** Down forgets every room, as the real one does. */
  set(state: MediaState, detail?: string): void
}

/** For use-case tests. Passes the same contract as the real one. */
export const fakeMediaServer = (clock: Clock): FakeMediaServer => {
  const rooms = new Map<string, Map<string, () => void>>()
  const tickets: Parameters<MediaServer['createTicket']>[0][] = []
  const board = statusBoard({ state: 'ready', detail: 'fake' })
  const end = (room: string): void => {
    const people = rooms.get(room)
    rooms.delete(room)
    for (const left of people?.values() ?? []) left()
  }
  /** By the ticket they were given last. */
  const mayPublish = (room: string, identity: string): boolean => {
    const ticket = tickets.findLast(
      (one) => one.room === room && participantIdentity(one.userId, one.deviceId) === identity,
    )
    return ticket?.publishes === true && ticket.role !== 'observer'
  }
  const assertReady = (): void => {
    const { state, detail } = board.current()
    if (state !== 'ready')
      throw new AppError('classrooms/media-not-ready', { data: { state, detail } })
  }
  return {
    tickets,
    get rooms() {
      return new Map([...rooms].map(([room, people]) => [room, new Set(people.keys())]))
    },
    status: board.current,
    onStatus: board.onChange,
    createTicket: async (request) => {
      assertReady()
      if (!rooms.has(request.room)) rooms.set(request.room, new Map())
      tickets.push(request)
      return {
        url: '/',
        token: `fake.${participantIdentity(request.userId, request.deviceId)}`,
        expiresAtMs: clock.now() + 600_000,
      }
    },
    closeRoom: async (room) => end(room),
    removeParticipant: async (room, userId, deviceId) => {
      const identity = participantIdentity(userId, deviceId)
      const left = rooms.get(room)?.get(identity)
      rooms.get(room)?.delete(identity)
      left?.()
    },
    participants: async (room) => {
      if (board.current().state === 'absent') return []
      assertReady()
      return [...(rooms.get(room)?.keys() ?? [])].flatMap((identity) => {
        const who = parseIdentity(identity)
        return who ? [{ ...who, publishes: mayPublish(room, identity) }] : []
      })
    },
    close: async () => board.set('down', 'closed'),
    join: (room, userId, deviceId, left = () => undefined) => {
      const people = rooms.get(room)
      if (people === undefined) throw new Error(`requested room does not exist: ${room}`)
      people.set(participantIdentity(userId, deviceId), left)
    },
    leave: (room, userId, deviceId) =>
      rooms.get(room)?.delete(participantIdentity(userId, deviceId)),
    set: (state, detail = '') => {
      if (state !== 'ready') for (const room of [...rooms.keys()]) end(room)
      board.set(state, detail)
    },
  }
}
