import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { Actor } from '#shared/access/actor.ts'
import type { FeedServerMessage } from '#shared/feed/events.ts'
import type { LessonId, ShareId, UserId } from '#shared/ids.ts'
import { memoryBus } from '../bus/memoryBus.ts'
import { createLog } from '../log.ts'
import { createFeedHub, type FeedHub } from './feedHub.ts'
import { assertHandled, createFeedSocket } from './feedSocket.ts'

const person = (userId: string): Actor => ({
  kind: 'person',
  hue: 'lin',
  userId: userId as UserId,
  name: userId,
  memberships: [],
  isAdmin: false,
})
const guest: Actor = {
  kind: 'guest',
  shareId: 'share-000001' as ShareId,
  lessonId: 'lesson-00001' as LessonId,
}

const servers: Server[] = []
const sockets: WebSocket[] = []
afterEach(() => {
  vi.useRealTimers()
  for (const socket of sockets.splice(0)) socket.terminate()
  for (const server of servers.splice(0)) server.close()
})

const start = async (
  now = (): number => 1_000_000,
  judging: () => Promise<void> = async () => undefined,
): Promise<{ hub: FeedHub; open(actor: Actor): Promise<Client> }> => {
  const hub = createFeedHub(memoryBus(createLog('silent')))
  const waiting: Actor[] = []
  const feed = createFeedSocket({
    hub,
    owners: [
      {
        kind: 'recording',
        mayListen: async (actor) => actor.kind === 'person' && actor.userId !== 'user-stranger',
      },
    ],
    clock: { now },
    log: createLog('silent'),
    actorOf: async () => {
      const actor = waiting.shift() ?? { kind: 'anyone' }
      await judging()
      return actor
    },
    addressOf: () => '127.0.0.1',
    isOwnPage: (request) => request.headers.origin === undefined,
  })
  const server = createServer()
  server.on('upgrade', feed.upgrade)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  servers.push(server)
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws/feed`
  return {
    hub,
    open: async (actor) => {
      waiting.push(actor)
      return connect(url)
    },
  }
}

type Client = {
  readonly socket: WebSocket
  say(message: unknown): void
  next(): Promise<FeedServerMessage>
  closed: Promise<number>
}

const connect = async (url: string): Promise<Client> => {
  const socket = new WebSocket(url)
  sockets.push(socket)
  const arrived: FeedServerMessage[] = []
  const waiters: ((message: FeedServerMessage) => void)[] = []
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as FeedServerMessage
    const waiter = waiters.shift()
    if (waiter) waiter(message)
    else arrived.push(message)
  })
  const closed = new Promise<number>((resolve) => socket.on('close', (code) => resolve(code)))
  await once(socket, 'open')
  return {
    socket,
    closed,
    say: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    next: () => {
      const message = arrived.shift()
      return message ? Promise.resolve(message) : new Promise((resolve) => waiters.push(resolve))
    },
  }
}

/** A ping answered means that everything said before it has been handled. */
const settled = async (client: Client): Promise<void> => {
  client.say({ type: 'ping', sentMs: 1 })
  await client.next()
}

const topic = 'recording:recording-01'

describe('message types', () => {
  it('stop the boot when one has no policy', () => {
    expect(() => assertHandled(['listen', 'planted'], { listen: () => undefined })).toThrow(
      'feed message without a policy: planted',
    )
    expect(() => assertHandled(['listen'], { listen: () => undefined })).not.toThrow()
  })
})

describe('the feed', () => {
  it('hears one message of a socket in a turn, so that who says much keeps nobody waiting', async () => {
    let turn = 0
    let isOver = false
    const count = (): void => {
      turn += 1
      if (!isOver) setImmediate(count)
    }
    const heardIn: number[] = []
    const { open } = await start(() => {
      heardIn.push(turn)
      return 1
    })
    const client = await open({ kind: 'anyone' })
    count()
    for (let i = 0; i < 500; i += 1) client.say({ type: 'ping', sentMs: i })
    for (let i = 0; i < 500; i += 1) expect(await client.next()).toMatchObject({ sentMs: i })
    isOver = true
    const most = Math.max(...heardIn.map((when) => heardIn.filter((one) => one === when).length))
    expect(most).toBeLessThanOrEqual(2)
  })

  it('brings a topic’s events to those who listen, and to nobody else', async () => {
    const { hub, open } = await start()
    const [listener, other] = [
      await open(person('user-a-00001')),
      await open(person('user-b-00001')),
    ]
    listener.say({ type: 'listen', topic })
    await settled(listener)
    hub.publish(topic, { type: 'mark.deleted', markId: 'mark-0000001' })
    expect(await listener.next()).toEqual({
      type: 'event',
      topic,
      event: { type: 'mark.deleted', markId: 'mark-0000001' },
    })
    other.say({ type: 'ping', sentMs: 7 })
    expect(await other.next()).toEqual({ type: 'pong', sentMs: 7, serverMs: 1_000_000 })
  })

  it('refuses topics that are not one’s own', async () => {
    const { open } = await start()
    const stranger = await open(person('user-stranger'))
    for (const foreign of [topic, 'lesson:lesson-00001', 'share:self']) {
      stranger.say({ type: 'listen', topic: foreign })
      expect(await stranger.next()).toEqual({ type: 'refused', topic: foreign, code: 'forbidden' })
    }
  })

  it('stamps a playhead with who really sent it, and only where they may listen', async () => {
    const { open } = await start()
    const [sender, reader] = [
      await open(person('user-a-00001')),
      await open(person('user-b-00001')),
    ]
    sender.say({ type: 'playhead', topic, atMs: 1, playing: true })
    sender.say({ type: 'listen', topic })
    reader.say({ type: 'listen', topic })
    await settled(reader)
    sender.say({ type: 'playhead', topic, atMs: 5000, playing: false, userId: 'user-forged' })
    expect(await sender.closed).toBe(4400)
    const again = await open(person('user-a-00001'))
    again.say({ type: 'listen', topic })
    again.say({ type: 'playhead', topic, atMs: 5000, playing: false })
    const messages = [await reader.next(), await reader.next()]
    const moved = messages.find((m) => m.type === 'event' && m.event.type === 'playhead.moved')
    expect(moved).toMatchObject({ event: { userId: 'user-a-00001', hue: 'lin', atMs: 5000 } })
  })

  it('tells a playhead ten times a second at most, and where it is in the end', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    const { hub, open } = await start()
    const told = vi.spyOn(hub, 'publish')
    const heads = () => told.mock.calls.map(([, event]) => 'atMs' in event && event.atMs)
    const sender = await open(person('user-a-00001'))
    const sayAt = async (...moments: readonly number[]) => {
      for (const atMs of moments)
        sender.say({ type: 'playhead', topic, atMs, playing: atMs !== 99 })
      await settled(sender)
    }
    sender.say({ type: 'listen', topic })
    // On a line that was held up a pause comes right behind what was said a second before.
    await sayAt(0, 50, 99)
    expect(heads()).toEqual([0])
    vi.advanceTimersByTime(100)
    expect(heads()).toEqual([0, 99])
    expect(told.mock.lastCall?.[1]).toMatchObject({ playing: false })
    vi.advanceTimersByTime(1000)
    await sayAt(200, 250)
    sender.say({ type: 'unlisten', topic })
    await settled(sender)
    vi.advanceTimersByTime(1000)
    expect(heads(), 'nothing behind that they have left').toEqual([0, 99, 200, false])
  })

  it('whose line has ended is not told of afterwards', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    const { hub, open } = await start()
    const sender = await open(person('user-a-00001'))
    sender.say({ type: 'listen', topic })
    for (const atMs of [0, 50]) sender.say({ type: 'playhead', topic, atMs, playing: true })
    await settled(sender)
    const told = vi.spyOn(hub, 'publish')
    hub.closeWhere({ userIds: ['user-a-00001'] })
    vi.advanceTimersByTime(1000)
    await sender.closed
    expect(told.mock.calls.map(([, event]) => event.type)).not.toContain('playhead.moved')
  })

  it('tells nobody that somebody has left who was not there', async () => {
    const { hub, open } = await start()
    const told = vi.spyOn(hub, 'publish')
    const stranger = await open(person('user-stranger'))
    stranger.say({ type: 'unlisten', topic })
    await settled(stranger)
    expect(told).not.toHaveBeenCalled()
    const listener = await open(person('user-a-00001'))
    for (const type of ['listen', 'unlisten', 'unlisten']) listener.say({ type, topic })
    await settled(listener)
    expect(told).toHaveBeenCalledTimes(1)
  })

  it('asks anew who comes when somebody’s access has changed while it was asked', async () => {
    const begun = Promise.withResolvers<void>()
    const judged = Promise.withResolvers<void>()
    const { hub, open } = await start(undefined, () => {
      begun.resolve()
      return judged.promise
    })
    const opening = open(person('user-a-00001'))
    await begun.promise
    hub.closeWhere({ userIds: ['user-a-00001'] })
    judged.resolve()
    await settled(await opening)
    expect([...hub.listeners].map(({ actor }) => actor.kind)).toEqual(['anyone'])
  })

  it('a guest hears of the end of their own link only', async () => {
    const { hub, open } = await start()
    const visitor = await open(guest)
    visitor.say({ type: 'listen', topic: 'share:self' })
    await settled(visitor)
    hub.publish('share:share-000002', { type: 'share.ended' })
    hub.publish('share:share-000001', { type: 'share.ended' })
    expect(await visitor.next()).toEqual({
      type: 'event',
      topic: 'share:self',
      event: { type: 'share.ended' },
    })
  })

  it('ends sockets whose access changed, and leaves others', async () => {
    const { hub, open } = await start()
    const [changed, other] = [
      await open(person('user-a-00001')),
      await open(person('user-b-00001')),
    ]
    hub.closeWhere({ userIds: ['user-a-00001'] })
    expect(await changed.closed).toBe(4510)
    await settled(other)
  })

  it('survives whatever is said on it', async () => {
    const { open } = await start()
    const bystander = await open(person('user-b-00001'))
    for (const garbage of [
      '',
      'null',
      '[]',
      '{"type":"listen"}',
      '{"type":"__proto__"}',
      '{"type":"listen","topic":"recording:../../x"}',
      '{'.repeat(5000),
    ]) {
      const hostile = await open(person('user-a-00001'))
      hostile.say(garbage)
      expect(await hostile.closed).toBe(4400)
    }
    const binary = await open(person('user-a-00001'))
    binary.socket.send(Buffer.from([1, 2, 3]))
    expect(await binary.closed).toBe(4400)
    const huge = await open(person('user-a-00001'))
    huge.socket.on('error', () => undefined)
    huge.say('x'.repeat(20_000))
    expect(await huge.closed).toBe(1009)
    await settled(bystander)
  })

  it('takes no socket from another site', async () => {
    const { hub } = await start()
    const server = servers.at(-1) as Server
    const foreign = new WebSocket(
      `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws/feed`,
      { origin: 'http://evil.example' },
    )
    sockets.push(foreign)
    const refusal = await new Promise((resolve) => foreign.on('error', resolve))
    expect(String(refusal)).toContain('hang up')
    expect(hub.listeners.size).toBe(0)
  })
})
