import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { Actor } from '#shared/access/actor.ts'
import type { UserId } from '#shared/ids.ts'
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
  for (const end of ended.splice(0)) end()
})

/** A feed whose owner lets everybody in who is somebody, and the hub behind it. */
const serve = async (actorOf: (hub: FeedHub) => Promise<Actor>) => {
  const log = createLog('silent')
  const hub = createFeedHub(memoryBus(log))
  const feed = createFeedSocket({
    ...{ hub, log, clock: { now: () => 0 } },
    owners: [{ kind: 'recording', mayListen: async ({ kind }) => kind === 'person' }],
    actorOf: () => actorOf(hub),
    isOwnPage: () => true,
  })
  const server = createServer().on('upgrade', feed.upgrade).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const open = async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/feed`)
    ended.push(() => socket.terminate())
    await once(socket, 'open')
    const say = async (...messages: object[]) => {
      for (const message of messages) socket.send(JSON.stringify(message))
      const [answer] = await once(socket, 'message')
      return JSON.parse(String(answer))
    }
    return { socket, say }
  }
  ended.push(() => server.close())
  return { hub, open }
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
