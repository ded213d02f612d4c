import { describe, expect, it } from 'vitest'
import type { ClassroomEvent } from '#shared/classrooms/events.ts'
import type { InkStroke } from '#shared/classrooms/model.ts'
import { hitStroke } from './hitStroke.ts'
import { inkPath } from './inkPath.ts'
import { strokesAt } from './strokesAt.ts'

const drawn = (strokeId: string, atMs: number, page: number, points: number[]): ClassroomEvent => ({
  seq: atMs,
  atMs,
  actorId: 'user-zhou',
  actorName: '周岚',
  data: { type: 'ink.drawn', strokeId, site: 'near', page, width: 0.005, points },
})
const erased = (strokeId: string, atMs: number): ClassroomEvent => ({
  seq: atMs,
  atMs,
  actorId: null,
  actorName: null,
  data: { type: 'ink.erased', strokeId },
})
const points = [0, 0, 0, 0.1, 0.1, 100, 0.2, 0.2, 200]

describe('ink at a moment', () => {
  const events = [drawn('a', 1000, 2, points), drawn('b', 1500, 3, points), erased('a', 5000)]
  it.each([
    [999, 2, []],
    [1000, 2, [['a', 1]]],
    [1150, 2, [['a', 2]]],
    [4999, 2, [['a', 3]]],
    [5000, 2, []],
    [5000, 3, [['b', 3]]],
  ] as const)('at %i ms on page %i', (atMs, page, expected) => {
    const seen = strokesAt(events, atMs, page).map((one) => [one.strokeId, one.points.length / 3])
    expect(seen).toEqual(expected)
  })
  it('takes a stroke logged twice as logged last', () => {
    const twice = [drawn('a', 1000, 2, points.slice(0, 3)), drawn('a', 1000, 2, points)]
    expect(strokesAt(twice, 9000, 2).map((one) => one.points.length)).toEqual([9])
  })
})

describe('a path', () => {
  it('is a dot for a tap, a line for two points, smooth for more', () => {
    expect(inkPath([], 2)).toBe('')
    expect(inkPath([0.5, 0.5, 0], 2)).toBe('M800 400h0')
    expect(inkPath([0, 0, 0, 1, 1, 9], 2)).toBe('M0 0L1600 800')
    expect(inkPath([0, 0, 0, 0.5, 0, 1, 1, 1, 2], 2)).toBe('M0 0Q800 0 1200 400L1600 800')
  })
})

describe('the eraser', () => {
  const stroke: InkStroke = {
    strokeId: 'a',
    site: 'near',
    page: 1,
    by: 'me',
    width: 0.005,
    startMs: 0,
    done: true,
    erased: false,
    points: [0.1, 0.5, 0, 0.9, 0.5, 1],
  }
  it('touches a line between its points, not beside it, and takes the topmost', () => {
    const top = { ...stroke, strokeId: 'b' }
    expect(hitStroke([stroke, top], 0.5, 0.505, 16 / 9)?.strokeId).toBe('b')
    expect(hitStroke([stroke], 0.5, 0.6, 16 / 9)).toBeNull()
    expect(hitStroke([{ ...stroke, erased: true }], 0.5, 0.5, 16 / 9)).toBeNull()
    expect(hitStroke([{ ...stroke, points: [0.5, 0.5, 0] }], 0.5, 0.5, 1)?.strokeId).toBe('a')
  })
})
