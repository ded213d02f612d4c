import { onReopened, probeClock } from './feedClient.ts'

type Sample = {
  readonly roundTripMs: number
  readonly offsetMs: number
  /** How far the wall clock was ahead of the monotonic one. */
  readonly aheadMs: number
}

/** By so much one of the two is moved only by sleeping, or by somebody's hand. */
const MOVED_MS = 1_000

/** Best of the last probes: the shortest round trip has the least room for error. */
const KEPT = 8
const samples: Sample[] = []
let offsetMs: number | null = null
let running = false
/** The last questions: when each was asked, and how far the wall clock was ahead then. */
const asked: { readonly atMs: number; readonly aheadMs: number }[] = []

const aheadAt = (nowMs: number): number => Date.now() - nowMs

/** Whether it has slept since this was sent: then nobody knows how long the answer was on its way. */
const hasSleptSince = (sentMs: number, aheadMs: number): boolean => {
  const question = asked.findLast(({ atMs }) => atMs <= sentMs)
  return question !== undefined && Math.abs(question.aheadMs - aheadMs) > MOVED_MS
}

const onPong = (sentMs: number, serverMs: number): void => {
  const now = performance.now()
  const roundTripMs = now - sentMs
  const aheadMs = aheadAt(now)
  if (hasSleptSince(sentMs, aheadMs)) return
  // The monotonic clock of many computers and phones stands still while they sleep.
  if (samples.some((one) => Math.abs(one.aheadMs - aheadMs) > MOVED_MS)) samples.length = 0
  samples.push({ roundTripMs, offsetMs: serverMs - (sentMs + roundTripMs / 2), aheadMs })
  if (samples.length > KEPT) samples.shift()
  const best = samples.reduce((a, b) => (b.roundTripMs < a.roundTripMs ? b : a))
  offsetMs = best.offsetMs
}

/**
 * Starts estimating the server's clock: eight quick probes, then one every 20 s against drift. The
 * estimate rides on `performance.now()`, so a PC whose clock is ten minutes off, or is set in
 * mid-lesson, does not matter; after it has slept the server is asked anew.
 */
export const startSessionClock = (): void => {
  if (running) return
  running = true
  const probe = probeClock(onPong)
  const ask = (): void => {
    const atMs = performance.now()
    asked.push({ atMs, aheadMs: aheadAt(atMs) })
    if (asked.length > KEPT) asked.shift()
    probe.ask()
  }
  let ticks = 0
  // It may have slept: who looks at it must not wait for the next tick.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') ask()
  })
  onReopened(ask)
  const tick = (): void => {
    ask()
    ticks += 1
    setTimeout(tick, samples.length < KEPT && ticks < 60 ? 250 : 20_000)
  }
  tick()
}

/** Milliseconds since 1970 on the server's clock; null as long as it has not been heard. */
export const serverTime = (): number | null =>
  offsetMs === null ? null : performance.now() + offsetMs

/** Milliseconds since 1970 on the server's clock; this computer's own until the server answered. */
export const serverNow = (): number => {
  startSessionClock()
  return serverTime() ?? Date.now()
}

/** Whole milliseconds since 上课 on the session clock. */
export const sessionNow = (startedAtMs: number): number => Math.round(serverNow() - startedAtMs)
