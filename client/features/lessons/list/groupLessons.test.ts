import { expect, it } from 'vitest'
import type { LessonSummary } from '#shared/lessons/model.ts'
import { groupLessons } from './groupLessons.ts'

const lesson = (title: string, unit: string, day: number | null, stage = 'plan'): LessonSummary =>
  ({
    title,
    unit,
    stage,
    startsAt: day === null ? null : new Date(2026, 8, day, 10).toISOString(),
  }) as unknown as LessonSummary

it('orders units by their first lesson, weeks within them, lessons without a time last', () => {
  const units = groupLessons([
    lesson('没排', '一', null),
    lesson('周二', '一', 8),
    lesson('下周', '一', 14),
    lesson('上周', '二', 1, 'archive'),
    lesson('周日', '一', 13),
  ])
  expect(units.map(({ unit, count, taught }) => [unit, count, taught])).toEqual([
    ['二', 1, 1],
    ['一', 4, 0],
  ])
  expect(
    units[1]?.weeks.map(({ mondayMs, lessons }) => [
      mondayMs && new Date(mondayMs).getDate(),
      lessons.map(({ title }) => title),
    ]),
  ).toEqual([
    [7, ['周二', '周日']],
    [14, ['下周']],
    [null, ['没排']],
  ])
})
