import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { livekitProxy } from './livekitProxy.ts'

const portOf = (server: Server): number => (server.address() as AddressInfo).port
const listen = async (server: Server): Promise<number> => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return portOf(server)
}

describe('livekitProxy', () => {
  let backend: Server
  let front: Server
  let address: string | null
  let seen: IncomingMessage[]
  let written: string
  let proxy: ReturnType<typeof livekitProxy>
  let own: string

  beforeEach(async () => {
    seen = []
    written = ''
    backend = createServer((request, response) => {
      seen.push(request)
      response.end(`backend ${request.url}`)
    })
    const sockets = new WebSocketServer({ server: backend })
    sockets.on('connection', (socket, request) => {
      seen.push(request)
      socket.on('message', (data) => socket.send(`echo ${String(data)}`))
    })
    address = `http://127.0.0.1:${await listen(backend)}`
    const sink = new Writable({
      write: (chunk, _encoding, done) => {
        written += String(chunk)
        done()
      },
    })
    proxy = livekitProxy({
      address: () => address,
      isOwnPage: (request) => request.headers.origin === own,
      log: pino({ level: 'debug' }, sink),
    })
    front = createServer((request, response) => {
      // As express does when it is mounted under /rtc.
      const mounted = Object.assign(request, { originalUrl: request.url })
      mounted.url = request.url?.replace(/^\/rtc/, '') ?? ''
      proxy.handle(mounted, response, () => response.writeHead(404).end('next'))
    })
    front.on('upgrade', (request, socket, head) => {
      if (!proxy.upgrade(request, socket, head)) socket.destroy()
    })
    own = `http://127.0.0.1:${await listen(front)}`
  })
  afterEach(() => {
    proxy.close()
    for (const server of [front, backend]) {
      server.closeAllConnections()
      server.close()
    }
  })

  const open = (path: string, origin = own): WebSocket =>
    new WebSocket(`${own.replace('http', 'ws')}${path}`, { origin, headers: { cookie: 'sid=1' } })

  it('passes requests on with their whole path and query, without cookies', async () => {
    const answer = await fetch(`${own}/rtc/v1/validate?access_token=t`, {
      headers: { cookie: 'sid=1' },
    })
    expect(await answer.text()).toBe('backend /rtc/v1/validate?access_token=t')
    expect(seen[0]?.headers.cookie).toBeUndefined()
  })

  it.each(['/rtc/../twirp/x', '/rtc//validate', '/rtc/%2e%2e/twirp', '/rtcx', '/twirp/x'])(
    'does not pass on %s',
    async (path) => {
      const socket = connect(portOf(front), '127.0.0.1')
      socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)
      const [head] = await once(socket, 'data')
      expect(String(head)).toMatch(/^HTTP\/1.1 404/)
      socket.destroy()
      expect(seen).toEqual([])
    },
  )

  it('carries a WebSocket both ways, without cookies', async () => {
    const socket = open('/rtc?access_token=t')
    await once(socket, 'open')
    socket.send('hello')
    const [data] = await once(socket, 'message')
    expect(String(data)).toBe('echo hello')
    expect(seen[0]?.url).toBe('/rtc?access_token=t')
    expect(seen[0]?.headers.cookie).toBeUndefined()
    const closed = once(socket, 'close')
    proxy.close()
    await closed
  })

  it('survives a browser that resets its connection', async () => {
    const socket = connect(portOf(front), '127.0.0.1')
    const key = Buffer.alloc(16).toString('base64')
    socket.write(
      `GET /rtc HTTP/1.1\r\nhost: x\r\norigin: ${own}\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${key}\r\n\r\n`,
    )
    expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1.1 101/)
    socket.resetAndDestroy()
    await expect.poll(() => written).toContain('ECONNRESET')
  })

  it('refuses a WebSocket another site opened', async () => {
    const [error] = await once(open('/rtc', 'https://elsewhere.example'), 'error')
    expect(String(error)).toContain('403')
    expect(seen).toEqual([])
  })

  it('says so in plain text while there is no media server', async () => {
    address = null
    const answer = await fetch(`${own}/rtc/validate`)
    expect(answer.status).toBe(503)
    expect(answer.headers.get('content-type')).toContain('text/plain')
    const [error] = await once(open('/rtc'), 'error')
    expect(String(error)).toContain('503')
  })

  it('answers 503 and writes no token down when the media server has just died', async () => {
    address = 'http://127.0.0.1:1'
    expect((await fetch(`${own}/rtc/validate?access_token=secret`)).status).toBe(503)
    await once(open('/rtc?access_token=secret'), 'error')
    expect(written).toContain('ECONNREFUSED')
    expect(written).not.toMatch(/secret|access_token/)
  })
})
