import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { listen } from './feedClient.ts'

class FakeSocket {
  static readonly OPEN = 1
  static readonly all: FakeSocket[] = []
  readyState = 0
  readonly said: string[] = []
  onopen: (() => void) | null = null
  onclose: (() => void) | null = null
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
