import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { Actor } from '#shared/access/actor.ts'
import type { UserId } from '#shared/ids.ts'
import type { DocVisit } from '../sync/DocVisit.ts'
import { OutMessage, type RoomSocket } from '../sync/RoomSocket.ts'
import type { LinkService, Parcel } from './Link.ts'
import { linkedElsewhere } from './linkedElsewhere.ts'
import { linkedNodes } from './testing/linkedNodes.ts'

const KIB = 1024
/** However busy the machine is. */
const GOODBYE_MS = 15_000
const actor: Actor = {
  ...{ kind: 'person', hue: 'lin', userId: 'wangfang' as UserId, name: '王芳' },
  ...{ memberships: [], isAdmin: false },
}
const visit: DocVisit = {
  ...{ name: 'plan:plan0001', actor, deviceId: 'device-0001', wantsAcks: true, readsOnly: false },
  says: { epoch: null, schemaVersion: 3 },
}

/** A browser's socket, as a node has it: what it takes and how fast is the test's to say. */
const browser = () => {
  let listener: Parameters<RoomSocket['listen']>[0] | null = null
  const seen: string[] = []
  const state = {
    unsent: 0,
    isReading: true,
    isPaused: false,
    received: 0,
    closed: null as number | null,
  }
  const end = (code: number): void => {
    if (state.closed !== null) return
    state.closed = code
    queueMicrotask(() => listener?.onClosed())
  }
  const socket: RoomSocket = {
    get isOpen() {
      return state.closed === null
    },
    get unsentBytes() {
      return state.unsent
    },
    send: ({ payloads }) => {
      for (const payload of payloads) {
        state.received += payload.length
        if (!state.isReading) state.unsent += payload.length
        if (payload.length < 100) seen.push(Buffer.from(payload).toString())
      }
    },
    close: (code) => end(code),
    cut: () => end(1006),
    pause: () => {
      state.isPaused = true
    },
    resume: () => {
      state.isPaused = false
    },
    listen: (own) => {
      listener = own
    },
  }
  return {
    ...{ socket, seen, state },
    say: (bytes: Uint8Array | string) => listener?.onMessage(Buffer.from(bytes)),
    leave: () => end(1000),
  }
}

type Guest = {
  readonly socket: RoomSocket
  readonly visit: DocVisit
  readonly heard: string[]
  isGone: boolean
}
const text = (words: string) => OutMessage.carrying(Buffer.from(words))

let guests: Guest[]
let told: string[]
let answer: (question: Parcel) => Promise<Parcel>
let nodes: Awaited<ReturnType<typeof linkedNodes>>
beforeEach(async () => {
  guests = []
  told = []
  answer = async ({ head, bytes }) => ({ head: { asked: head }, bytes })
  const owner: LinkService = {
    admit: (socket, admitted) => {
      const guest: Guest = { socket, visit: admitted, heard: [], isGone: false }
      guests.push(guest)
      socket.listen({
        onMessage: (message) => guest.heard.push(Buffer.from(message).toString().slice(0, 50)),
        onClosed: () => {
          guest.isGone = true
        },
      })
    },
    answer: (question) => answer(question),
    told: (news) => told.push(news),
  }
  const other: LinkService = {
    admit: () => {},
    answer: async () => ({ head: null, bytes: [] }),
    told: (news) => told.push(news),
  }
  nodes = await linkedNodes({ owner, other, third: other }, { goodbyeMs: GOODBYE_MS })
})
afterEach(() => nodes.stop())

const carry = () => {
  const one = browser()
  linkedElsewhere(nodes.node('other').links).carry('owner', one.socket, visit)
  return one
}
const carried = async (count = 1) => {
  const all = Array.from({ length: count }, carry)
  await expect.poll(() => guests.length).toBe(count)
  return all
}

test('a visitor is carried whole: who it is, what it says, what it hears, how it ends', async () => {
  const one = carry()
  one.say('before there was a link')
  await expect.poll(() => guests[0]?.heard).toEqual(['before there was a link'])
  expect(guests[0]?.visit).toEqual(visit)
  guests[0]?.socket.send(text('one'))
  // Two in one write: each a length and its bytes.
  guests[0]?.socket.send(OutMessage.ofMany([], [Buffer.from('two'), Buffer.from('three')]))
  await expect.poll(() => one.seen).toEqual(['one', '\u0003two', '\u0005three'])
  guests[0]?.socket.close(4510, 'AccessChanged')
  await expect.poll(() => one.state.closed).toBe(4510)
  await expect.poll(() => guests[0]?.isGone).toBe(true)
})

test('a browser that leaves, and a reader that is cut, are gone on both sides', async () => {
  const [leaving, slow] = await carried(2)
  leaving?.leave()
  await expect.poll(() => guests[0]?.isGone).toBe(true)
  expect(guests[0]?.socket.isOpen).toBe(false)
  guests[1]?.socket.cut()
  await expect.poll(() => slow?.state.closed).toBe(1006)
})

test('[DR26] a browser that leaves before there is a link is carried nowhere', async () => {
  const [gone, stays] = [carry(), carry()]
  gone.leave()
  stays.say('here')
  await expect.poll(() => guests.at(-1)?.heard).toEqual(['here'])
  expect(guests).toHaveLength(1)
})

test('many visitors need one connection, whoever dials first', async () => {
  await carried(20)
  await linkedElsewhere(nodes.node('owner').links)
    .read('other', 'plan:plan0001')
    .catch(() => null)
  expect(nodes.node('owner').sockets.size + nodes.node('other').sockets.size).toBe(1)
})

test('a slow reader is known to the owner by its unsent bytes, and holds nobody up', async () => {
  const [slow, fast] = await carried(2)
  if (slow) slow.state.isReading = false
  const block = OutMessage.carrying(Buffer.alloc(64 * KIB))
  for (let i = 0; i < 80; i += 1) {
    guests[0]?.socket.send(block)
    guests[1]?.socket.send(block)
  }
  await expect.poll(() => fast?.state.received).toBe(80 * 64 * KIB)
  await expect.poll(() => guests[1]?.socket.unsentBytes).toBe(0)
  expect(guests[0]?.socket.unsentBytes).toBeGreaterThan(4 * 1024 * KIB)
  if (slow) slow.state.unsent = 0
  await expect.poll(() => guests[0]?.socket.unsentBytes).toBe(0)
})

test('a class that opens a large document at once does not break the link', async () => {
  const all = await carried(40)
  const document = OutMessage.carrying(Buffer.alloc(2 * 1024 * KIB))
  for (const { socket } of guests) socket.send(document)
  await expect.poll(() => all.every(({ state }) => state.received === 2 * 1024 * KIB)).toBe(true)
  expect(all.map(({ state }) => state.closed)).toEqual(all.map(() => null))
})

test('a room that reads no more stops the browser, and only that one', async () => {
  const [one, another] = await carried(2)
  guests[0]?.socket.pause()
  await expect.poll(() => one?.state.isPaused).toBe(true)
  expect(another?.state.isPaused).toBe(false)
  guests[0]?.socket.resume()
  await expect.poll(() => one?.state.isPaused).toBe(false)
})

test('a browser that says more than the link takes is not read until it has', async () => {
  const [one] = await carried()
  for (let i = 0; i < 12; i += 1) one?.say(Buffer.alloc(64 * KIB))
  expect(one?.state.isPaused).toBe(true)
  await expect.poll(() => one?.state.isPaused).toBe(false)
})

test('a link that breaks sends its visitors back for another try, on both sides', async () => {
  const all = await carried(3)
  nodes.node('owner').cut()
  await expect.poll(() => all.map(({ state }) => state.closed)).toEqual([4507, 4507, 4507])
  await expect.poll(() => guests.every(({ isGone }) => isGone)).toBe(true)
  // And the next one finds a new link.
  carry()
  await expect.poll(() => guests.length).toBe(4)
})

test('[DR17] a node that ends tells visitors why before their link breaks, however much lies before it', async () => {
  const all = await carried(3)
  const block = OutMessage.carrying(Buffer.alloc(64 * KIB))
  for (const { socket } of guests) {
    for (let i = 0; i < 100; i += 1) socket.send(block)
    socket.close(1012, 'ShuttingDown')
  }
  // While they write: what lies unread where a connection is cut off has the system forget the rest.
  for (const one of all) one.say(Buffer.alloc(256 * KIB))
  await nodes.node('owner').links.close()
  await expect.poll(() => all.map(({ state }) => state.closed)).toEqual([1012, 1012, 1012])
  expect(all.map(({ state }) => state.received)).toEqual(Array(3).fill(100 * 64 * KIB))
})

test('a node that stands still holds up nobody’s end', async () => {
  await carried()
  for (const socket of nodes.node('owner').sockets) socket.pause()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const closing = nodes.node('owner').links.close()
  vi.advanceTimersByTime(GOODBYE_MS)
  vi.useRealTimers()
  await closing
  await expect.poll(() => nodes.node('owner').sockets.size).toBe(0)
})

test('an owner that is not there: try again later', async () => {
  const one = browser()
  linkedElsewhere(nodes.node('other').links).carry('nobody', one.socket, visit)
  await expect.poll(() => one.state.closed).toBe(4507)
})

test('questions are answered, or fail in words', async () => {
  const link = await nodes.node('other').links.to('owner')
  const bytes = [Uint8Array.of(1, 2), new Uint8Array()]
  const answered = await link.ask({ head: { n: 1 }, bytes })
  expect(answered.head).toEqual({ asked: { n: 1 } })
  expect(answered.bytes.map((some) => [...some])).toEqual([[1, 2], []])
  answer = () => Promise.reject(new Error('lives elsewhere'))
  await expect(link.ask({ head: 1, bytes: [] })).rejects.toThrow('lives elsewhere')
  answer = () => new Promise(() => {})
  const unanswered = expect(link.ask({ head: 1, bytes: [] })).rejects.toThrow('broke')
  nodes.node('owner').cut()
  await unanswered
})

test('everybody is told', async () => {
  nodes.node('third').links.tellAll('{"a":1}')
  await expect.poll(() => told).toEqual(['{"a":1}', '{"a":1}'])
})

test('who does not have the secret gets no link', async () => {
  const url = `${nodes.node('owner').address.replace('http', 'ws')}/cluster`
  for (const headers of [{}, { 'x-yanke-link': 'from=a&to=owner&atMs=1&nonce=x&mac=y' }]) {
    const socket = new WebSocket(url, { headers })
    const status = await new Promise((resolve) => {
      socket.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode))
      socket.on('error', () => {})
    })
    expect(status).toBe(403)
  }
})
