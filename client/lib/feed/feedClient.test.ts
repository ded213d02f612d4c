import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { listen } from './feedClient.ts'

class FakeSocket {
  static readonly OPEN = 1
  static readonly all: FakeSocket[] = []
  readyState = 0
  readonly said: string[] = []
  onopen: (() => void) | null = null
  onclose: (() => void) | null = null
  onmessage: ((message: { data: string }) => void) | null = null
  constructor() {
    FakeSocket.all.push(this)
  }
  send(message: string): void {
    this.said.push(message)
  }
  close(): void {
    this.readyState = 2
  }
  opens(): void {
    this.readyState = 1
    this.onopen?.()
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.stubGlobal('WebSocket', FakeSocket)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('whoever goes from one page to another listens on one line, and at once', () => {
  const leave = listen('lesson:lesson0001', () => undefined)
  const [first] = FakeSocket.all
  first?.opens()
  leave()
  const leaveAgain = listen('lesson:lesson0002', () => undefined)
  const [, second] = FakeSocket.all
  // The browser tells of the end of the first when the second is on its way.
  first?.onclose?.()
  second?.opens()
  expect(second?.said).toEqual([JSON.stringify({ type: 'listen', topic: 'lesson:lesson0002' })])
  vi.advanceTimersByTime(60_000)
  expect(FakeSocket.all).toHaveLength(2)
  leaveAgain()
})

test('a line that answers nothing any more is given up, one that answers is not', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  FakeSocket.all.length = 0
  const leave = listen('lesson:lesson0001', () => undefined)
  const [first] = FakeSocket.all
  first?.opens()
  const pings = () => first?.said.filter((said) => said.includes('"ping"')).length
  for (let beats = 1; beats <= 10; beats += 1) {
    vi.advanceTimersByTime(20_000)
    expect(pings()).toBe(beats)
    first?.onmessage?.({ data: JSON.stringify({ type: 'pong', sentMs: 1, serverMs: 2 }) })
  }
  // The computer sleeps; the line has ended meanwhile, and nothing says so.
  vi.advanceTimersByTime(40_000)
  expect(first?.readyState).toBe(2)
  vi.advanceTimersByTime(1_000)
  const [, second] = FakeSocket.all
  second?.opens()
  expect(second?.said).toEqual([JSON.stringify({ type: 'listen', topic: 'lesson:lesson0001' })])
  // Told of late, when the next is there.
  first?.onclose?.()
  vi.advanceTimersByTime(10_000)
  expect(FakeSocket.all).toHaveLength(2)
  leave()
})
