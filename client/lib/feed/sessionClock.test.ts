import { afterEach, beforeEach, expect, test, vi } from 'vitest'

type Pong = (sentMs: number, serverMs: number) => void
const feed = vi.hoisted(() => ({ pong: (() => undefined) as Pong, ask: vi.fn() }))
vi.mock('./feedClient.ts', () => ({
  onReopened: () => () => undefined,
  probeClock: (pong: Pong) => {
    feed.pong = pong
    return { ask: feed.ask, stop: () => undefined }
  },
}))

const HOUR_MS = 3_600_000
/** What the server's clock says while this computer's monotonic one says nothing yet. */
const SERVER_MS = Date.UTC(2026, 8, 1)

beforeEach(() =>
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] }),
)
afterEach(() => vi.useRealTimers())

/** An answer that was so long on its way, there and back. */
const answers = (roundTripMs: number, serverMs: number): void => {
  const sentMs = performance.now()
  vi.advanceTimersByTime(roundTripMs)
  feed.pong(sentMs, serverMs + roundTripMs / 2)
}

test('a computer that slept does not trust what it heard before, for its monotonic clock stood still', async () => {
  const { serverNow, startSessionClock } = await import('./sessionClock.ts')
  startSessionClock()
  answers(10, SERVER_MS)
  expect(Math.abs(serverNow() - (SERVER_MS + 10))).toBeLessThan(1)
  const before = serverNow()
  vi.setSystemTime(Date.now() + HOUR_MS)
  feed.ask.mockClear()
  document.dispatchEvent(new Event('visibilitychange'))
  expect(feed.ask).toHaveBeenCalledTimes(1)
  answers(200, before + HOUR_MS)
  expect(Math.abs(serverNow() - (before + HOUR_MS + 200))).toBeLessThan(1)
})

test('of what it has heard since, the shortest way there and back counts', async () => {
  const { serverNow } = await import('./sessionClock.ts')
  const now = serverNow()
  answers(20, now)
  answers(400, now + 20 + 150)
  expect(Math.abs(serverNow() - (now + 420))).toBeLessThan(1)
})

test('an answer that was on its way while the computer slept says nothing: its way looks short', async () => {
  const { serverNow } = await import('./sessionClock.ts')
  const before = serverNow()
  document.dispatchEvent(new Event('visibilitychange'))
  const sentMs = performance.now()
  vi.setSystemTime(Date.now() + 5_000)
  vi.advanceTimersByTime(1)
  feed.pong(sentMs, before)
  document.dispatchEvent(new Event('visibilitychange'))
  answers(100, before + 5_001)
  expect(Math.abs(serverNow() - (before + 5_101))).toBeLessThan(1)
})
