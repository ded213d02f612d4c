import { expect, test } from 'vitest'
import { densityOf } from './densityOf.ts'
import { foldTime } from './foldTime.ts'

test('every edit is counted once, where it stands on the axis; the last moment is not beyond it', () => {
  const minute = 60_000
  const time = foldTime([0, minute, 2 * minute, 3 * minute])
  expect(densityOf(time, [0, 10, minute, 4 * minute], 4)).toEqual([2, 1, 0, 1])
})
