import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import * as encoding from 'lib0/encoding'
import { expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { OutMessage } from './RoomSocket.ts'

/** Messages of a real client to which a server wrote these bytes past `ws`, as rooms do. */
const received = async (frames: Buffer, count: number): Promise<Buffer[]> => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  server.on('connection', (_socket, request) => request.socket.write(frames))
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const messages: Buffer[] = []
  client.on('message', (data: Buffer) => messages.push(data))
  await expect.poll(() => messages.length).toBe(count)
  client.terminate()
  server.close()
  return messages
}

const byLib0 = (numbers: readonly number[], block?: Uint8Array): Buffer => {
  const encoder = encoding.createEncoder()
  for (const number of numbers) encoding.writeVarUint(encoder, number)
  if (block) encoding.writeVarUint8Array(encoder, block)
  return Buffer.from(encoding.toUint8Array(encoder))
}

const sizes = [
  0, 1, 120, 121, 122, 123, 124, 127, 128, 16_383, 16_384, 65_530, 65_531, 65_536, 200_000,
]

test.each(sizes)(
  '[DR10] a message with a block of %i bytes is what lib0 and ws make of it',
  async (size) => {
    const block = Uint8Array.from({ length: size }, (_, i) => i % 251)
    const message = OutMessage.of([0, 2], block)
    expect(await received(message.frames, 1)).toEqual([byLib0([0, 2], block)])
    expect(Buffer.from(message.payloads[0] ?? [])).toEqual(byLib0([0, 2], block))
    expect(OutMessage.carrying(byLib0([0, 2], block)).frames).toEqual(message.frames)
  },
)

test.each([0, 127, 128, 16_384, 2 ** 31, 2 ** 32, 2 ** 40, Number.MAX_SAFE_INTEGER])(
  '[DR7] the number %i',
  async (count) => {
    expect(await received(OutMessage.of([100, count]).frames, 1)).toEqual([byLib0([100, count])])
  },
)

test('[DR6] several in a row are several messages', async () => {
  const blocks = [1, 200, 70_000].map((size) => new Uint8Array(size).fill(size % 251))
  const message = OutMessage.ofMany([0, 2], blocks)
  const all = blocks.map((block) => byLib0([0, 2], block))
  expect(await received(message.frames, 3)).toEqual(all)
  expect(message.payloads.map((payload) => Buffer.from(payload))).toEqual(all)
})

test('[DR10] a message to be kept has memory of its own and says the same', () => {
  const message = OutMessage.of([0, 1], Uint8Array.of(1, 2, 3))
  const kept = message.inOwnMemory()
  expect(kept.frames).toEqual(message.frames)
  expect(kept.frames.buffer.byteLength).toBe(kept.frames.length)
  expect(kept.inOwnMemory()).toBe(kept)
})
