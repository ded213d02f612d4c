import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { GivenUp } from './GivenUp.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const MINUTE = 60_000

test('[DR18] each time it was at it in vain it is left alone for twice as long, up to an hour', () => {
  const givenUp = new GivenUp()
  const pauses = Array.from({ length: 7 }, () => {
    givenUp.note('fold plan:plan0001')
    const leftMs = givenUp.leftMs('fold plan:plan0001')
    vi.advanceTimersByTime(leftMs - 1)
    expect(givenUp.leftMs('fold plan:plan0001')).toBe(1)
    vi.advanceTimersByTime(1)
    expect(givenUp.leftMs('fold plan:plan0001')).toBe(0)
    return leftMs / MINUTE
  })
  expect(pauses).toEqual([2, 4, 8, 16, 32, 60, 60])
  expect(givenUp.leftMs('fold plan:plan0002')).toBe(0)
  // Once it could be done it is like any other.
  givenUp.forget('fold plan:plan0001')
  givenUp.note('fold plan:plan0001')
  expect(givenUp.leftMs('fold plan:plan0001')).toBe(2 * MINUTE)
})

test('[DR18] a thousand are remembered, and of more those that were given up last', () => {
  const givenUp = new GivenUp()
  for (let i = 0; i < 1001; i += 1) givenUp.note(`fold plan:${i}`)
  expect(givenUp.leftMs('fold plan:0')).toBe(0)
  expect(givenUp.leftMs('fold plan:1')).toBe(2 * MINUTE)
  expect(givenUp.leftMs('fold plan:1000')).toBe(2 * MINUTE)
})
