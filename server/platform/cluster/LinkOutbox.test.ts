import { expect, test } from 'vitest'
import { LinkOutbox } from './LinkOutbox.ts'
import { decodeFrame } from './linkFrame.ts'

const MIB = 1024 * 1024

/** A connection that takes what it was given when the test says so. */
const slowSocket = () => {
  const sent: number[] = []
  const state = { bufferedAmount: 0, most: 0, ended: '' }
  let taken: (() => void)[] = []
  return {
    sent,
    state,
    socket: {
      get bufferedAmount() {
        return state.bufferedAmount
      },
      send: (data: Uint8Array, onTaken: () => void) => {
        sent.push(decodeFrame(data)?.channel ?? -1)
        state.bufferedAmount += data.length
        state.most = Math.max(state.most, state.bufferedAmount)
        taken.push(onTaken)
      },
      close: (code: number) => {
        state.ended += `closed ${code} behind ${sent.length}`
      },
      terminate: () => {
        state.ended += 'cut'
      },
    } as unknown as ConstructorParameters<typeof LinkOutbox>[0],
    takeAll: () => {
      while (taken.length > 0) {
        const now = taken
        taken = []
        state.bufferedAmount = 0
        for (const tell of now) tell()
      }
    },
  }
}

const frame = (channel: number, payload: Uint8Array) =>
  ({ kind: 'data', channel, payload }) as const

test('[DR26] a large document for many is one piece of memory, and leaves in order as it is taken', () => {
  const { socket, sent, state, takeAll } = slowSocket()
  const outbox = new LinkOutbox(socket)
  const document = new Uint8Array(8 * MIB)
  for (let channel = 1; channel <= 60; channel += 1) outbox.send(frame(channel, document))
  outbox.send(frame(61, Uint8Array.of(7)))
  expect([state.ended, sent.length]).toEqual(['', 1])
  takeAll()
  expect(sent).toEqual(Array.from({ length: 61 }, (_, i) => i + 1))
  expect(state.most).toBeLessThan(17 * MIB)
})

test('what is each a piece of its own is more than a link may hold', () => {
  const { socket, state } = slowSocket()
  const outbox = new LinkOutbox(socket)
  for (let channel = 1; channel <= 33; channel += 1)
    outbox.send(frame(channel, new Uint8Array(8 * MIB)))
  expect(state.ended).toBe('')
  outbox.send(frame(34, new Uint8Array(8 * MIB)))
  expect(state.ended).toBe('cut')
})

test('what many small things have waited behind a large one leaves without a stall', () => {
  const { socket, sent, state, takeAll } = slowSocket()
  const outbox = new LinkOutbox(socket)
  outbox.send(frame(1, new Uint8Array(8 * MIB)))
  for (let channel = 2; channel <= 100_000; channel += 1)
    outbox.send(frame(channel, new Uint8Array(8)))
  const beganMs = performance.now()
  takeAll()
  expect(performance.now() - beganMs).toBeLessThan(2000)
  expect([sent.length, sent.at(-1), state.ended]).toEqual([100_000, 100_000, ''])
})

test('[DR17] what was said is said before the link ends, and nothing after it', () => {
  const { socket, state, takeAll } = slowSocket()
  const outbox = new LinkOutbox(socket)
  for (let channel = 1; channel <= 3; channel += 1)
    outbox.send(frame(channel, new Uint8Array(8 * MIB)))
  outbox.close(1012)
  outbox.send(frame(4, Uint8Array.of(1)))
  expect(state.ended).toBe('')
  takeAll()
  expect(state.ended).toBe('closed 1012 behind 3')
})
