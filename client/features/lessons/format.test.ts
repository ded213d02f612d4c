import { expect, it } from 'vitest'
import { clockTime, daysBetween, megabytes, weekDays } from './format.ts'

const at = (day: number, hour: number, minute = 0) =>
  new Date(2026, 8, day, hour, minute).toISOString()

it.each([
  [0, 5, '0:05'],
  [8, 30, '8:30'],
  [10, 20, '10:20'],
  [23, 59, '23:59'],
])('%i h %i is %s in both languages', (hour, minute, text) => {
  expect(clockTime(at(9, hour, minute), 'zh-CN')).toBe(text)
  expect(clockTime(at(9, hour, minute), 'en')).toBe(text)
})

it('counts calendar days, not hours', () => {
  expect(daysBetween(at(9, 23, 59), at(10, 0, 1))).toBe(1)
  expect(daysBetween(at(9, 0), at(9, 23))).toBe(0)
  expect(daysBetween(at(9, 0), at(8, 23))).toBe(-1)
})

it('begins the week on Monday, on Sundays too', () => {
  const days = weekDays(Date.parse(at(13, 22)))
  expect(days.map((day) => new Date(day).getDate())).toEqual([7, 8, 9, 10, 11, 12, 13])
})

it('never shows a file as nothing', () => {
  expect([10, 771_129, 63_000_000].map(megabytes)).toEqual(['0.1 MB', '0.7 MB', '60 MB'])
})
