import { describe, expect, it } from 'vitest'
import type { Part } from '#shared/recordings/model.ts'
import { createPlayerClock } from './createPlayerClock.ts'
import { follow } from './follow.ts'
import { isRecorded, partAt, partSoon } from './partAt.ts'

const clockAt = () => {
  let at = 0
  const clock = createPlayerClock({ startMs: 1000, endMs: 61_000 }, () => at)
  return { clock, pass: (ms: number) => (at += ms) }
}

describe('the clock', () => {
  it('runs by itself where nothing plays, at its rate, and stops at the end', () => {
    const { clock, pass } = clockAt()
    expect(clock.now()).toBe(1000)
    clock.play()
    pass(500)
    expect(clock.now()).toBe(1500)
    clock.setRate(2)
    pass(500)
    expect(clock.now()).toBe(2500)
    clock.pause()
    pass(500)
    expect(clock.now()).toBe(2500)
    clock.play()
    pass(60_000)
    clock.advance()
    expect([clock.now(), clock.playing()]).toEqual([61_000, false])
    clock.play()
    expect([clock.now(), clock.playing()]).toEqual([1000, true])
  })

  it('is the driving video, also while that waits for bytes', () => {
    const { clock, pass } = clockAt()
    let video: number | null = 5000
    clock.setSource(() => video)
    clock.play()
    pass(3000)
    expect(clock.now()).toBe(5000)
    video = null
    pass(100)
    expect(clock.now()).toBe(5100)
  })

  it('stays inside, tells every change, and counts seeks', () => {
    const { clock } = clockAt()
    let told = 0
    const stop = clock.subscribe(() => told++)
    clock.seek(-5)
    expect([clock.now(), clock.seeks(), told]).toEqual([1000, 1, 1])
    clock.seek(1e9)
    expect(clock.now()).toBe(61_000)
    clock.setRate(9)
    expect(clock.rate()).toBe(2)
    stop()
    clock.setRate(0.1)
    expect([clock.rate(), told]).toEqual([0.75, 3])
  })
})

describe('following', () => {
  it.each([
    [10, 10.02, { seekToS: null, rate: 1 }],
    [10, 10.06, { seekToS: null, rate: 1.03 }],
    [10, 10.2, { seekToS: null, rate: 1.05 }],
    [10.2, 10, { seekToS: null, rate: 0.95 }],
    [10, 10.4, { seekToS: 10.4, rate: 1 }],
    [10.4, 10, { seekToS: 10, rate: 1 }],
  ])('at %f instead of %f', (isS, shouldS, expected) => {
    const { seekToS, rate } = follow(isS, shouldS, 1)
    expect(seekToS).toBe(expected.seekToS)
    expect(rate).toBeCloseTo(expected.rate, 5)
  })

  it('closes any difference without leaving 60 ms again', () => {
    let difference = 0.29
    for (let step = 0; step < 200; step++) {
      const { rate } = follow(10 - difference, 10, 1)
      difference -= (rate - 1) * 0.1
    }
    expect(Math.abs(difference)).toBeLessThan(0.06)
  })
})

describe('which file', () => {
  const part = (partId: string, startMs: number, durationMs: number): Part => ({
    ...{ partId, startMs, durationMs, mime: 'video/webm', sizeBytes: 1, hasVideo: true },
  })
  const track = {
    site: 'near' as const,
    parts: [part('a', 1000, 5000), part('b', 9000, 1000)],
    gaps: [{ startMs: 2000, endMs: 3000 }],
  }
  it.each([
    [999, null, false],
    [1000, 'a', true],
    [2500, 'a', false],
    [5999, 'a', true],
    [6000, null, false],
    [9999, 'b', true],
    [10_000, null, false],
  ])('at %i: %s', (atMs, partId, isThere) => {
    expect(partAt(track, atMs)?.partId ?? null).toBe(partId)
    expect(isRecorded(track, atMs)).toBe(isThere)
  })
  it.each([
    [-1, null],
    [0, 'a'],
    [7999, null],
    [8000, 'b'],
    [10_000, null],
  ])('to have at hand at %i: %s', (atMs, partId) => {
    expect(partSoon(track, atMs)?.partId ?? null).toBe(partId)
  })
})
