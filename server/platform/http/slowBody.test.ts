import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import type { Actor } from '#shared/access/actor.ts'
import { endpoint } from '#shared/http/endpoint.ts'
import type { UserId } from '#shared/ids.ts'
import { createLog } from '../log.ts'
import { createHttp } from './createHttp.ts'
import { serve } from './route.ts'

const lin: Actor = {
  ...{ kind: 'person', hue: 'lin', userId: 'user-lin-0001' as UserId, name: '林若溪' },
  ...{ memberships: [], isAdmin: false },
}

const body = z.strictObject({ text: z.string() })
const response = z.object({})
const write = endpoint({ method: 'POST', path: '/write', access: 'person', body, response })
const enter = endpoint({ method: 'POST', path: '/enter', access: 'anyone', body, response })

let actor: Actor
let asked: number
let port: number
let end: () => void
beforeEach(async () => {
  asked = 0
  const actorOf = async (): Promise<Actor> => {
    asked += 1
    return actor
  }
  const settings = { tls: false, trustProxy: false, rateLimitPerMinute: 1000, pagesDir: null }
  const routes = [serve(write, async () => ({})), serve(enter, async () => ({}))]
  const log = createLog('silent')
  const server = createServer(createHttp({ settings, routes, actors: { actorOf }, log }))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  ;({ port } = server.address() as AddressInfo)
  end = () => {
    server.close()
    server.closeAllConnections()
  }
})
afterEach(() => end())

/** Sends half of what it announces; answers with the status, and what sends the rest. */
const post = async (path: string, text: string) => {
  const sent = Buffer.from(JSON.stringify({ text }))
  const socket = connect(port, '127.0.0.1')
  const head = ['Host: us', 'Content-Type: application/json', `Content-Length: ${sent.length}`]
  socket.write(`POST /api${path} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n`)
  socket.write(sent.subarray(0, sent.length / 2))
  const answered = once(socket, 'data')
  return {
    rest: () => socket.write(sent.subarray(sent.length / 2)),
    status: async () => Number(String((await answered)[0]).split(' ')[1]),
  }
}

it('nobody’s words are waited for: who may not is told so before they are here', async () => {
  actor = { kind: 'anyone' }
  expect(await (await post('/write', 'x'.repeat(1000))).status()).toBe(401)
})

it('who may is asked for again when they are here', async () => {
  actor = lin
  const posted = await post('/write', '早')
  await expect.poll(() => asked).toBe(1)
  actor = { kind: 'anyone' }
  posted.rest()
  expect(await posted.status()).toBe(401)
})

it('what anybody may send is short', async () => {
  actor = { kind: 'anyone' }
  const long = await post('/enter', 'x'.repeat(20_000))
  long.rest()
  expect(await long.status()).toBe(413)
  const short = await post('/enter', 'x'.repeat(2000))
  short.rest()
  expect(await short.status()).toBe(200)
})
