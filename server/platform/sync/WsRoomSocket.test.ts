import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { Backlog } from './Backlog.ts'
import { OutMessage } from './RoomSocket.ts'
import { WsRoomSocket } from './WsRoomSocket.ts'

const MIB = 1024 * 1024
const LOOK_MS = 10_000
const PIECE = new Uint8Array(60_000)

let server: WebSocketServer
let client: WebSocket
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
  client.terminate()
  server.close()
})

/** A room's socket with far more unsent than the system takes, and its reader, who is not reading. */
const withUnsent = async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  await once(server, 'listening')
  const backlog = new Backlog()
  const accepted = new Promise<{ room: WsRoomSocket; stream: Socket }>((resolve) => {
    server.on('connection', (socket, { socket: stream }) => {
      resolve({ room: new WsRoomSocket(socket, stream, backlog), stream })
    })
  })
  client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  await once(client, 'open')
  client.pause()
  const { room, stream } = await accepted
  let isOver = false
  const over = new Promise<void>((resolve) => {
    room.listen({
      onMessage: () => {},
      onClosed: () => {
        isOver = true
        resolve()
      },
    })
  })
  for (let i = 0; i < 64; i += 1) room.send(OutMessage.of([0, 2], new Uint8Array(MIB)))
  expect(room.unsentBytes).toBeGreaterThan(8 * MIB)
  return { room, stream, over, backlog, isOver: () => isOver }
}

test('[DR21] whoever is behind hears the close code behind what was sent before', async () => {
  const { room, over } = await withUnsent()
  let heard = 0
  client.on('message', () => {
    heard += 1
  })
  const closed = once(client, 'close')
  room.close(4403, 'Forbidden')
  expect(room.isOpen).toBe(false)
  const unsent = room.unsentBytes
  room.send(OutMessage.of([0, 2], new Uint8Array(MIB)))
  expect(room.unsentBytes).toBe(unsent)
  client.resume()
  const [code, reason] = await closed
  expect([heard, code, String(reason)]).toEqual([64, 4403, 'Forbidden'])
  await over
})

test('[DR16] a right that has ended ends at once, however much was on its way', async () => {
  const { room, stream, over } = await withUnsent()
  room.close(4510, 'AccessChanged')
  expect(stream.destroyed).toBe(true)
  await over
})

test.each([
  ['CannotSave', 4507],
  ['TooSlow', 4508],
  ['AccessChanged', 4510],
  ['ShuttingDown', 1012],
])(
  '[DR21] who is to come back and has more than 1 MiB unsent is cut off at once: %s',
  async (reason, code) => {
    const { room, stream, over } = await withUnsent()
    room.close(code, reason)
    expect([room.isOpen, stream.destroyed]).toEqual([false, true])
    await over
  },
)

test('[DR21] who is to come back and has less before them hears why', async () => {
  const { room, stream, over } = await withUnsent()
  const closed = once(client, 'close')
  client.resume()
  await expect.poll(() => room.unsentBytes).toBe(0)
  // The system takes nothing while the reader stands still; this is within the bound.
  client.pause()
  while (room.unsentBytes === 0) room.send(OutMessage.of([0, 2], new Uint8Array(MIB / 2)))
  expect(room.unsentBytes).toBeLessThanOrEqual(MIB)
  room.close(4507, 'CannotSave')
  expect(stream.destroyed).toBe(false)
  client.resume()
  const [code] = await closed
  expect(code).toBe(4507)
  await over
})

test('[DR22] whoever takes nothing after it was closed is cut off, and nothing is kept', async () => {
  const { room, over, isOver } = await withUnsent()
  room.close(4403, 'Forbidden')
  await expect.poll(isOver).toBe(false)
  vi.advanceTimersByTime(LOOK_MS)
  await over
  expect(room.isOpen).toBe(false)
})

test('[DR22] nor is it waited for beyond two minutes, however it trickles', async () => {
  const { room, stream, over } = await withUnsent()
  const handle = Reflect.get(stream, '_handle') as object
  let queued = 60 * MIB
  Object.defineProperty(handle, 'writeQueueSize', { get: () => (queued -= 1) })
  room.close(4403, 'Forbidden')
  vi.advanceTimersByTime(11 * LOOK_MS)
  expect(stream.destroyed).toBe(false)
  vi.advanceTimersByTime(LOOK_MS)
  expect(stream.destroyed).toBe(true)
  await over
})

test('[DR22] what comes after the closing is counted and forgotten', async () => {
  const { room, stream, over } = await withUnsent()
  room.close(4403, 'Forbidden')
  for (let i = 0; i < 9; i += 1) client.send(new Uint8Array(MIB))
  await over
  expect(stream.destroyed).toBe(true)
})

test('[DR22] what waits counts until it is taken, or its line is cut', async () => {
  const { room, over, backlog } = await withUnsent()
  expect(backlog.owedBytes).toBeGreaterThan(8 * MIB)
  client.resume()
  await expect.poll(() => backlog.owedBytes).toBe(0)
  client.pause()
  for (let i = 0; i < 64; i += 1) room.send(OutMessage.of([0, 2], new Uint8Array(MIB)))
  expect(backlog.owedBytes).toBeGreaterThan(8 * MIB)
  room.cut()
  await over
  await expect.poll(() => backlog.owedBytes).toBe(0)
})

test.each([
  ['pongs nobody asked for', 131, () => client.pong(new Uint8Array(125))],
  ['pieces of a message without an end', 60_008, () => client.send(PIECE, { fin: false })],
])('[DR22] so are %s', async (_what, frameBytes, say) => {
  const { room, stream, over } = await withUnsent()
  room.close(4403, 'Forbidden')
  for (let sentBytes = 0; sentBytes < 9 * MIB; sentBytes += frameBytes) say()
  await over
  expect(stream.destroyed).toBe(true)
})
