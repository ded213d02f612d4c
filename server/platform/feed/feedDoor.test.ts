import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { Actor } from '#shared/access/actor.ts'
import type { LessonId, ShareId, UserId } from '#shared/ids.ts'
import { memoryBus } from '../bus/memoryBus.ts'
import { createLog } from '../log.ts'
import { createFeedHub, type FeedHub } from './feedHub.ts'
import { createFeedSocket } from './feedSocket.ts'

const lin: Actor = {
  ...{ kind: 'person', hue: 'lin', userId: 'user-lin-0001' as UserId, name: '林若溪' },
  ...{ memberships: [], isAdmin: false },
}

const ended: (() => void)[] = []
afterEach(() => {
  vi.useRealTimers()
  for (const end of ended.splice(0)) end()
})

/** A feed whose owner lets everybody in who is somebody, and the hub behind it. */
const serve = async (
  actorOf: (hub: FeedHub) => Promise<Actor>,
  linesOf: { readonly address?: number } = {},
) => {
  const log = createLog('silent')
  const hub = createFeedHub(memoryBus(log))
  const feed = createFeedSocket({
    ...{ hub, log, clock: { now: () => 0 } },
    owners: [{ kind: 'recording', mayListen: async ({ kind }) => kind === 'person' }],
    actorOf: () => actorOf(hub),
    isOwnPage: () => true,
    addressOf: ({ headers }) => String(headers['x-forwarded-for']),
    linesOf,
  })
  const server = createServer().on('upgrade', feed.upgrade).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const openFrom = async (address: string) => {
    const headers = { 'x-forwarded-for': address }
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/feed`, { headers })
    ended.push(() => socket.terminate())
    await once(socket, 'open')
    const say = async (...messages: object[]) => {
      for (const message of messages) socket.send(JSON.stringify(message))
      const [answer] = await once(socket, 'message')
      return JSON.parse(String(answer))
    }
    return { socket, say }
  }
  ended.push(() => {
    server.close()
    feed.close()
  })
  return { hub, openFrom, open: () => openFrom('127.0.0.1'), port }
}

const topic = 'recording:recording-01'
const ping = { type: 'ping', sentMs: 1 }

it('[DR16] who loses a right while it is asked who comes is asked for again', async () => {
  let asked = 0
  const { open } = await serve(async (hub) => {
    asked += 1
    if (asked > 1) return { kind: 'anyone' }
    // What the database had said by then is old when it is heard.
    hub.closeWhere({ userIds: [lin.userId] })
    return lin
  })
  const { say } = await open()
  expect(await say({ type: 'listen', topic }, ping)).toMatchObject({ type: 'refused' })
  expect(asked).toBe(2)
})

it('says that somebody leaves only where they were', async () => {
  const { hub, open } = await serve(async () => lin)
  const told: string[] = []
  const { publish } = hub
  hub.publish = (...news) => {
    told.push(`${news[0]} ${news[1].type}`)
    publish(...news)
  }
  const { say } = await open()
  expect(await say({ type: 'unlisten', topic }, ping)).toMatchObject({ type: 'pong' })
  expect(told).toEqual([])
  await say({ type: 'listen', topic }, { type: 'unlisten', topic }, ping)
  expect(told).toEqual([`${topic} playhead.left`])
})

it('one person has sixty-four lines of news at most, and another when one of them has ended', async () => {
  const { hub, open } = await serve(async () => lin)
  const lines = await Promise.all(Array.from({ length: 64 }, open))
  await expect(open()).rejects.toThrow('socket hang up')
  expect(hub.listeners.size).toBe(64)
  lines[0]?.socket.terminate()
  await expect.poll(() => hub.listeners.size).toBe(63)
  await open()
  expect(hub.listeners.size).toBe(64)
})

it('whoever is nobody is not counted with all the others who are', async () => {
  const { hub, open } = await serve(async () => ({ kind: 'anyone' }))
  await Promise.all(Array.from({ length: 70 }, open))
  expect(hub.listeners.size).toBe(70)
})

const guest: Actor = {
  ...{ kind: 'guest', shareId: 'share-000001' as ShareId, lessonId: 'lesson-00001' as LessonId },
}

it.each([
  ['nobody', { kind: 'anyone' }],
  ['behind a share link', guest],
] as const)(
  'of who is %s one address has so many lines, whoever it is, and no other fewer',
  async (_, actor) => {
    const { hub, open, openFrom } = await serve(async () => actor, { address: 3 })
    const lines = await Promise.all(Array.from({ length: 3 }, open))
    await expect(open()).rejects.toThrow('socket hang up')
    await openFrom('10.0.0.2')
    expect(hub.listeners.size).toBe(4)
    lines[0]?.socket.terminate()
    await expect.poll(() => hub.listeners.size).toBe(3)
    await open()
    expect(hub.listeners.size).toBe(4)
  },
)

it('people who are signed in are not counted by their address', async () => {
  const { hub, open } = await serve(async () => lin, { address: 3 })
  await Promise.all(Array.from({ length: 5 }, open))
  expect(hub.listeners.size).toBe(5)
})

/** A computer that has gone to sleep: its line is there as far as anybody can see. */
const fallAsleep = (port: number): void => {
  const lines = [
    'GET /ws/feed HTTP/1.1',
    ...['Host: a', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'],
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ]
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {}).write(`${lines.join('\r\n')}\r\n\r\n`)
  ended.push(() => socket.destroy())
}

it('a line that has died without a word is ended within a minute, one that lives stays', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const { hub, open, port } = await serve(async () => lin)
  fallAsleep(port)
  const { socket } = await open()
  await expect.poll(() => hub.listeners.size).toBe(2)
  for (let looks = 0; looks < 3; looks += 1) {
    const asked = once(socket, 'ping')
    vi.advanceTimersByTime(20_000)
    await asked
    // The answer is on its way.
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await expect.poll(() => hub.listeners.size).toBe(1)
  expect(socket.readyState).toBe(WebSocket.OPEN)
})
