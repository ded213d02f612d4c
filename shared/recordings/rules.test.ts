import { describe, expect, it } from 'vitest'
import { capturedAtMs, gapsBetween, joinRanges, wasBeforeStop } from './rules.ts'

describe('when a slice was captured', () => {
  it.each([
    [1000, 0, null, 1000],
    [1000, 3, null, 4000],
    [1000, 3, 4180, 4180],
    // A claim from before the segment began is not believed.
    [1000, 3, -50_000, 1000],
  ])('segment from %i, slice %i, claim %s → %i', (start, number, claim, expected) => {
    expect(capturedAtMs(start, number, claim)).toBe(expected)
  })
})

describe('what stays welcome after the stop', () => {
  it.each([
    [59_999, 60_000, null, true],
    [60_000, 60_000, null, false],
    [30_000, 60_000, 30_000, false],
    [29_999, 60_000, 30_000, true],
    [59_999, 60_000, 90_000, true],
  ])('captured %i, stop %i, cut %s → %s', (captured, stop, cut, welcome) => {
    expect(wasBeforeStop(captured, stop, cut)).toBe(welcome)
  })
})

describe('holes', () => {
  it('are what no stretch covers', () => {
    const covered = [
      { startMs: 9000, endMs: 12_000 },
      { startMs: 0, endMs: 4000 },
      { startMs: 3000, endMs: 5000 },
      { startMs: 5100, endMs: 6000 },
    ]
    expect(gapsBetween(covered, 500)).toEqual([{ startMs: 6000, endMs: 9000 }])
    expect(gapsBetween(covered, 100)).toHaveLength(2)
    expect(gapsBetween([], 1)).toEqual([])
  })

  it('join where they touch', () => {
    expect(
      joinRanges([
        { startMs: 5, endMs: 9 },
        { startMs: 0, endMs: 5 },
        { startMs: 20, endMs: 21 },
      ]),
    ).toEqual([
      { startMs: 0, endMs: 9 },
      { startMs: 20, endMs: 21 },
    ])
  })
})
