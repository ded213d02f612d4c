import { EventEmitter, once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { pingAll } from './pingAll.ts'
import { trafficOf } from './trafficOf.ts'

const LOOK_MS = 20_000

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** A line that does what the test says, and what it is told. */
const lineOf = () => {
  const stream = { bytesRead: 0, bytesWritten: 0, writableLength: 0 }
  const socket = Object.assign(new EventEmitter(), {
    ...{ readyState: 1 as const, OPEN: 1 as const, isPaused: false, ended: 0 },
    pings: [] as string[],
    ping: (data: string) => socket.pings.push(data),
    terminate: () => {
      socket.ended += 1
      socket.emit('close')
    },
  })
  const pings = pingAll()
  pings.watch(socket as unknown as Parameters<typeof pings.watch>[0], stream as unknown as Duplex)
  /** So many looks, before each of which something happens. */
  const look = (times: number, happens: () => void = () => {}) => {
    for (let i = 0; i < times; i += 1) {
      happens()
      vi.advanceTimersByTime(LOOK_MS)
    }
  }
  return { stream, socket, look, stop: pings.stop }
}

test('[DR22] a line that says nothing and has nothing to take is ended after two pings unanswered', () => {
  const { socket, look } = lineOf()
  look(2)
  expect([socket.ended, socket.pings.length]).toEqual([0, 2])
  look(1)
  expect(socket.ended).toBe(1)
  look(5)
  expect([socket.ended, socket.pings.length]).toEqual([1, 2])
})

test('[DR22] a line that answers stays', () => {
  const { stream, socket, look } = lineOf()
  look(100, () => {
    stream.bytesRead += 6
  })
  expect(socket.ended).toBe(0)
})

test('[DR22] a slow line that takes what was sent stays, though no answer comes', () => {
  const { stream, socket, look } = lineOf()
  stream.bytesWritten = 8_000_000
  stream.writableLength = 8_000_000
  look(60, () => {
    stream.writableLength -= 100_000
  })
  expect(socket.ended).toBe(0)
})

test('[DR22] behind much that the system took at once the answer has two minutes', () => {
  const { stream, socket, look } = lineOf()
  stream.bytesWritten = 4_000_000
  look(6)
  expect(socket.ended).toBe(0)
  look(1)
  expect(socket.ended).toBe(1)
})

test('[DR22] what has arrived is no reason to wait', () => {
  const { stream, socket, look } = lineOf()
  stream.bytesWritten = 4_000_000
  look(1)
  stream.bytesRead += 13
  socket.emit('pong', Buffer.from(socket.pings[0] ?? ''))
  look(2)
  expect(socket.ended).toBe(0)
  look(1)
  expect(socket.ended).toBe(1)
})

test('[DR22] what the system takes for a dead line is no sign of life', () => {
  const { stream, socket, look } = lineOf()
  look(3, () => {
    stream.bytesWritten += 1000
  })
  expect(socket.ended).toBe(1)
})

test('[DR22] whom we do not read cannot answer', () => {
  const { socket, look } = lineOf()
  socket.isPaused = true
  look(20)
  expect([socket.ended, socket.pings.length]).toEqual([0, 0])
  socket.isPaused = false
  look(2)
  expect(socket.ended).toBe(0)
  look(1)
  expect(socket.ended).toBe(1)
})

test('[DR22] of a write that is a whole document it is seen how it goes', async () => {
  const server = createServer({ pauseOnConnect: true })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const accepted = once(server, 'connection') as Promise<[Socket]>
  const reader = connect((server.address() as AddressInfo).port, '127.0.0.1')
  reader.pause()
  const [line] = await accepted
  line.write(Buffer.alloc(64 * 1024 * 1024))
  const before = trafficOf(line)
  let readBytes = 0
  reader.on('data', (chunk) => {
    readBytes += chunk.length
    if (readBytes > 24 * 1024 * 1024) reader.pause()
  })
  reader.resume()
  await expect.poll(() => readBytes > 24 * 1024 * 1024, { timeout: 10_000 }).toBe(true)
  const now = trafficOf(line)
  expect(now.unsentBytes).toBe(before.unsentBytes)
  expect(now.taken).toBeGreaterThan(before.taken)
  reader.destroy()
  line.destroy()
  server.close()
})
