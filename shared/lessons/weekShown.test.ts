import { expect, it } from 'vitest'
import { shortStepTitle } from './shortStepTitle.ts'
import { weekShownMs } from './weekShown.ts'

const at = (day: number) => new Date(2026, 8, day, 9, 30).getTime()

// 7 September 2026 is a Monday.
it.each([
  [7, 7],
  [11, 11],
  [12, 14],
  [13, 14],
])('on September %i the week of September %i is shown', (day, shown) => {
  expect(weekShownMs(at(day))).toBe(at(shown))
})

it.each([
  ['品读“议花生”，体会花生的可贵', '品读“议花生”'],
  ['小组讨论：今天还要做像花生一样的人吗', '小组讨论'],
  ['小结', '小结'],
  ['，', '，'],
])('%s is %s for short', (title, short) => {
  expect(shortStepTitle(title)).toBe(short)
})
