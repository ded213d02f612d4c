import { expect, test } from 'vitest'
import { countUpTo, LONGEST_PAUSE_MS, playTimes } from './playTime.ts'

const HOUR = 3_600_000

test('a pause is played as long as it was, or left out but for a breath', () => {
  const at = [1000, 1400, 1400 + HOUR, 1900 + HOUR]
  expect(playTimes(at, false)).toEqual([0, 400, 400 + HOUR, 900 + HOUR])
  const short = 400 + LONGEST_PAUSE_MS
  expect(playTimes(at, true)).toEqual([0, 400, short, short + 500])
})

test('a clock that stepped back holds nothing up', () => {
  expect(playTimes([1000, 400, 600], true)).toEqual([0, 0, 200])
})

test.each([
  [-1, 0],
  [0, 2],
  [5, 2],
  [7, 3],
  [99, 4],
])('up to %i there are %i', (time, count) => {
  expect(countUpTo([0, 0, 7, 8], time)).toBe(count)
})
