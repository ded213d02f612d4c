import { expect, test } from 'vitest'
import { talkBars } from './talkStrip.ts'

const levels = { startMs: 1000, stepMs: 100, values: [10, 20, 30, 40] }

test.each([
  ['one bar per step', { startMs: 1000, endMs: 1400 }, 4, [10, 20, 30, 40]],
  ['the mean of what lies in a bar', { startMs: 1000, endMs: 1400 }, 2, [15, 35]],
  [
    'null before and after the measured stretch',
    { startMs: 800, endMs: 1600 },
    4,
    [null, 15, 35, null],
  ],
  ['a bar shorter than a step takes its value', { startMs: 1100, endMs: 1200 }, 2, [20, 20]],
] as const)('%s', (_name, range, count, expected) => {
  expect(talkBars(levels, range, count)).toEqual(expected)
})

test('without levels every bar is null', () => {
  expect(talkBars(null, { startMs: 0, endMs: 10 }, 2)).toEqual([null, null])
})
