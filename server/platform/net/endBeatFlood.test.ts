import { EventEmitter, once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { endBeatFlood } from './endBeatFlood.ts'

let server: WebSocketServer | null = null
afterEach(() => {
  vi.useRealTimers()
  server?.close()
  server = null
})

test.each(['ping', 'pong'] as const)('[DR22] whoever pours %ss is cut off', async (kind) => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', autoPong: false })
  server.on('connection', (socket) => endBeatFlood(socket))
  await once(server, 'listening')
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  client.on('error', () => {})
  await once(client, 'open')
  const closed = once(client, 'close')
  for (let i = 0; i < 700; i += 1) client[kind]()
  const [code] = await closed
  expect(code).toBe(1006)
})

test('[DR22] ten beats a second for an hour are not poured', () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const terminate = vi.fn()
  const socket = Object.assign(new EventEmitter(), { terminate })
  endBeatFlood(socket)
  for (let beat = 0; beat < 36_000; beat += 1) {
    vi.advanceTimersByTime(101)
    socket.emit('ping')
  }
  expect(terminate).not.toHaveBeenCalled()
})
