import { once } from 'node:events'
import type { Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createActors } from '#server/platform/http/actors.ts'
import { createHttp } from '#server/platform/http/createHttp.ts'
import { type Route, serveRaw } from '#server/platform/http/route.ts'
import { createLog } from '#server/platform/log.ts'
import { readPlanUpdates } from '#shared/plans/contract.ts'
import { person } from '../testing.ts'
import { fewAtOnce } from './fewAtOnce.ts'

/** More than the system takes of an answer that nobody reads. */
const LONG = Buffer.alloc(16 * 1024 * 1024, 'x')

const people = new Map(
  [person('user-lin-0001', '林若溪'), person('user-shi-0001', '石远')].map((one) => [
    one.userId,
    one,
  ]),
)

const ended: (() => void)[] = []
afterEach(() => {
  for (const end of ended.splice(0)) end()
})

const serveLong = async (): Promise<number> => {
  const routes: readonly Route[] = [
    serveRaw(readPlanUpdates, async (_request, response) => void response.end(LONG)),
  ]
  const actors = createActors(
    {
      person: async (token: string) => people.get(token as never) ?? null,
      guest: async () => null,
    },
    () => false,
  )
  const settings = { tls: false, trustProxy: false, rateLimitPerMinute: 1000, pagesDir: null }
  const http = createHttp({
    ...{ settings, actors, log: createLog('silent') },
    routes: fewAtOnce(routes),
  })
  const server: Server = http.listen(0, '127.0.0.1')
  await once(server, 'listening')
  ended.push(() => server.close().closeAllConnections())
  return (server.address() as AddressInfo).port
}

/** Asks, and reads nothing until it is told to: then what kind of answer it was. */
const ask = async (port: number, userId: string) => {
  const socket: Socket = connect(port, '127.0.0.1')
  ended.push(() => socket.destroy())
  socket.pause()
  socket.write(
    `GET /api/plans/plan-0000001/updates HTTP/1.1\r\nHost: us\r\nCookie: yanke-session=${userId}\r\n\r\n`,
  )
  await once(socket, 'connect')
  return {
    leave: () => socket.destroy(),
    status: async (): Promise<string> => {
      const [chunk] = (await once(socket.resume(), 'data')) as [Buffer]
      return chunk.toString('latin1').slice(9, 12)
    },
  }
}

describe('answers about the past', () => {
  it('are so many of one person’s at once and no more, until one is taken or given up', async () => {
    const port = await serveLong()
    const unread = []
    for (let i = 0; i < 16; i += 1) unread.push(await ask(port, 'user-lin-0001'))
    const statusOf = async (userId: string) => {
      const asked = await ask(port, userId)
      const status = await asked.status()
      asked.leave()
      return status
    }
    await expect.poll(() => statusOf('user-lin-0001')).toBe('503')
    expect(await statusOf('user-shi-0001'), 'another person’s are not among them').toBe('200')
    unread[0]?.leave()
    await expect.poll(() => statusOf('user-lin-0001')).toBe('200')
    expect(await unread[1]?.status()).toBe('200')
  })
})
