import { describe, expect, it } from 'vitest'
import { foldTime } from './foldTime.ts'

const MIN = 60_000
const T0 = 1000 * MIN

describe('time with its idle stretches folded', () => {
  const folded = foldTime([0, 1, 3, 14, 200, 201].map((minute) => T0 + minute * MIN))

  it('joins minutes up to ten apart and folds what is longer', () => {
    expect(folded.stretches).toEqual([
      { fromMs: T0, toMs: T0 + 15 * MIN, start: 0 },
      { fromMs: T0 + 200 * MIN, toMs: T0 + 202 * MIN, start: 16 },
    ])
    expect(folded.units).toBe(18)
  })

  it('places times, those in a fold at its edge', () => {
    expect(folded.unitOf(T0 + 3 * MIN)).toBe(3)
    expect(folded.unitOf(T0 + 100 * MIN)).toBe(15)
    expect(folded.unitOf(T0 + 201 * MIN)).toBe(17)
    expect(folded.unitOf(T0 - MIN)).toBe(0)
    expect(folded.unitOf(T0 + 9999 * MIN)).toBe(18)
  })

  it('answers with the time at a place', () => {
    expect(folded.msAt(0)).toBe(T0)
    expect(folded.msAt(2.5)).toBe(T0 + 2.5 * MIN)
    expect(folded.msAt(15.5)).toBe(T0 + 15 * MIN)
    expect(folded.msAt(16)).toBe(T0 + 200 * MIN)
    expect(folded.msAt(18)).toBe(T0 + 202 * MIN)
  })

  it('is one empty unit where nobody wrote', () => {
    expect(foldTime([])).toMatchObject({ stretches: [], units: 1 })
    expect(foldTime([]).msAt(0)).toBe(0)
  })
})
