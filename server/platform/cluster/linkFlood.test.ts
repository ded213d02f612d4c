import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Actor } from '#shared/access/actor.ts'
import type { UserId } from '#shared/ids.ts'
import type { DocVisit } from '../sync/DocVisit.ts'
import { OutMessage, type RoomSocket } from '../sync/RoomSocket.ts'
import { linkedElsewhere } from './linkedElsewhere.ts'
import { linkedNodes } from './testing/linkedNodes.ts'

const MIB = 1024 * 1024

const actor: Actor = {
  ...{ kind: 'person', hue: 'lin', userId: 'wangfang' as UserId, name: '王芳' },
  ...{ memberships: [], isAdmin: false },
}
const visit: DocVisit = {
  ...{ name: 'plan:plan0001', actor, deviceId: null, wantsAcks: true, readsOnly: false },
  says: { epoch: null, schemaVersion: 3 },
}

/** A browser that counts what it is sent. */
const browser = () => {
  const state = { received: 0, last: 0, closed: null as number | null }
  const socket: RoomSocket = {
    get isOpen() {
      return state.closed === null
    },
    unsentBytes: 0,
    send: ({ payloads }) => {
      for (const payload of payloads) {
        state.received += payload.length
        state.last = payload[0] ?? 0
      }
    },
    close: (code) => {
      state.closed = code
    },
    cut: () => {
      state.closed = 1006
    },
    pause: () => {},
    resume: () => {},
    listen: () => {},
  }
  return { socket, state }
}

let guests: RoomSocket[]
let nodes: Awaited<ReturnType<typeof linkedNodes>>
beforeEach(async () => {
  guests = []
  const service = {
    admit: (socket: RoomSocket) => {
      guests.push(socket)
      socket.listen({ onMessage: () => {}, onClosed: () => {} })
    },
    answer: async () => ({ head: null, bytes: [] }),
    told: () => {},
  }
  nodes = await linkedNodes({ owner: service, other: service }, { goodbyeMs: 15_000 })
})
afterEach(() => nodes.stop())

const carried = async (count: number) => {
  const elsewhere = linkedElsewhere(nodes.node('other').links)
  const all = Array.from({ length: count }, browser)
  for (const { socket } of all) elsewhere.carry('owner', socket, visit)
  await expect.poll(() => guests.length).toBe(count)
  return all
}

test('[DR26] many who open the largest document by way of another node do not break the link', async () => {
  const all = await carried(40)
  const document = OutMessage.carrying(Buffer.alloc(8 * MIB))
  const letter = OutMessage.carrying(Buffer.of(7))
  for (const guest of guests) guest.send(document)
  for (const guest of guests) guest.send(letter)
  await expect.poll(() => all.every(({ state }) => state.last === 7)).toBe(true)
  expect(all.map(({ state }) => state)).toEqual(
    all.map(() => ({ received: 8 * MIB + 1, last: 7, closed: null })),
  )
})

test('[DR17] what waits for its turn is told before the link ends', async () => {
  const all = await carried(8)
  const document = OutMessage.carrying(Buffer.alloc(8 * MIB))
  for (const guest of guests) {
    guest.send(document)
    guest.close(1012, 'ShuttingDown')
  }
  await nodes.node('owner').links.close()
  await expect.poll(() => all.every(({ state }) => state.closed === 1012)).toBe(true)
})
