import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { RequestTurns } from './RequestTurns.ts'

const ended: (() => void)[] = []
afterEach(() => {
  for (const end of ended.splice(0)) end()
})

type Handle = (request: IncomingMessage, response: ServerResponse) => void

const serve = async (handle: Handle, maxUnreadBytes?: number): Promise<number> => {
  const server = createServer(new RequestTurns(handle, maxUnreadBytes).take)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  ended.push(() => {
    server.close()
    server.closeAllConnections()
  })
  return (server.address() as AddressInfo).port
}

/** A line whose sender reads nothing until it is told to. */
const line = async (port: number): Promise<Socket> => {
  const socket = connect(port, '127.0.0.1').pause()
  socket.on('error', () => {})
  ended.push(() => socket.destroy())
  await once(socket, 'connect')
  return socket
}

const asking = (...paths: readonly string[]): string =>
  paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: us\r\n\r\n`).join('')

const numbered = (count: number): string[] => Array.from({ length: count }, (_, i) => `/${i}`)

test('on a line a request begins when the answer before it has been taken', async () => {
  const begun: (readonly [path: string | undefined, response: ServerResponse])[] = []
  const port = await serve(({ url }, response) => {
    if (url === '/now') response.end()
    else begun.push([url, response])
  })
  const socket = await line(port)
  socket.resume().write(asking(...numbered(3)))
  for (const [at, path] of numbered(3).entries()) {
    await expect.poll(() => begun.length).toBe(at + 1)
    // By then all that the line has said has been read.
    await fetch(`http://127.0.0.1:${port}/now`)
    expect(begun).toHaveLength(at + 1)
    expect(begun[at]?.[0]).toBe(path)
    begun[at]?.[1].end()
  }
})

test('a line that asks and asks without an answer is ended, and nothing more of it begins', async () => {
  let begun = 0
  const port = await serve(() => {
    begun += 1
  })
  const socket = await line(port)
  socket.resume().write(asking(...numbered(200)))
  await once(socket, 'close')
  expect(begun).toBe(1)
})

test('of all lines only a few requests begin in a turn of the event loop', async () => {
  let [turn, inTurn, most, begun] = [0, 0, 0, 0]
  let counted = -1
  const port = await serve((_request, response) => {
    inTurn = turn === counted ? inTurn + 1 : 1
    counted = turn
    most = Math.max(most, inTurn)
    begun += 1
    response.end()
  })
  const lines = await Promise.all(numbered(60).map(() => line(port)))
  let isOver = false
  ended.push(() => {
    isOver = true
  })
  const count = (): void => {
    turn += 1
    if (!isOver) setImmediate(count)
  }
  count()
  for (const socket of lines) socket.resume().write(asking('/'))
  await expect.poll(() => begun).toBe(60)
  expect(most).toBeLessThanOrEqual(8)
})

test('answers that nobody takes have a bound together: beyond it the largest is cut', async () => {
  const MB = 1024 * 1024
  let cut = 0
  const port = await serve(({ url, socket }, response) => {
    socket.once('close', () => {
      cut += 1
    })
    response.end(Buffer.alloc(url === '/small' ? 16 : 8 * MB))
  }, 40 * MB)
  for (const _ of numbered(30)) (await line(port)).write(asking('/large'))
  await expect.poll(() => cut).toBeGreaterThanOrEqual(20)
  const answer = await fetch(`http://127.0.0.1:${port}/large`)
  expect((await answer.arrayBuffer()).byteLength, 'whoever reads has it whole').toBe(8 * MB)
})
