import { describe, expect, it } from 'vitest'
import { balanceOf, moveBorder, parseMinutes, shareMinutes } from './minutes.ts'

describe('what was typed', () => {
  it.each([
    ['8', 8],
    ['１２', 12],
    ['7 分', 7],
    ['2.5', 2.5],
    ['2.6', 2.5],
    ['999', 240],
    ['', null],
    ['半小时', null],
    ['1.2.3', null],
  ])('%s is %s', (typed, minutes) => expect(parseMinutes(typed)).toBe(minutes))
})

describe('balance', () => {
  it.each([
    [[20, 22], 40, 'over', 2],
    [[20, 18.5], 40, 'under', 1.5],
    [[20, 20], 40, 'even', 0],
    [[], 40, 'under', 40],
  ] as const)('%j of %s min is %s by %s', (minutes, length, kind, by) =>
    expect(
      balanceOf(
        minutes.map((m) => ({ minutes: m })),
        length,
      ),
    ).toEqual({ kind, minutes: by }),
  )
})

describe('moving a border', () => {
  it.each([
    [4, 14, 1, 5, 13],
    [4, 14, -2, 2, 16],
    [4, 14, -9, 1, 17],
    [4, 14, 40, 17, 1],
    [0, 6, -3, 0, 6],
    [5, 0, 3, 5, 0],
    [5, 5, 0.3, 5.5, 4.5],
  ])('%s | %s by %s gives %s | %s', (left, right, by, toLeft, toRight) => {
    expect(moveBorder(left, right, by)).toEqual({ left: toLeft, right: toRight })
  })
})

describe('sharing a lesson out', () => {
  it.each([40, 45, 37, 1])('%s minutes are shared without a rest', (total) => {
    const shared = shareMinutes(total, [5, 15, 10, 7, 3])
    expect(shared.reduce((a, b) => a + b, 0)).toBe(total)
  })
  it('keeps the proportions of the standard lesson', () =>
    expect(shareMinutes(40, [5, 15, 10, 7, 3])).toEqual([5, 15, 10, 7, 3]))
})
