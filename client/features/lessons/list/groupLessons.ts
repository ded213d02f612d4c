import type { LessonSummary } from '#shared/lessons/model.ts'
import { weekDays } from '../format.ts'

export type ListedWeek = {
  /** Monday's midnight; null for lessons without a time. */
  readonly mondayMs: number | null
  readonly lessons: readonly LessonSummary[]
}
export type ListedUnit = {
  readonly unit: string
  readonly count: number
  readonly taught: number
  readonly weeks: readonly ListedWeek[]
}

const LATER = Number.POSITIVE_INFINITY
const startOf = ({ startsAt }: LessonSummary): number =>
  startsAt === null ? LATER : Date.parse(startsAt)

export const isTaught = ({ stage }: LessonSummary): boolean =>
  stage === 'study' || stage === 'archive'

const mondayOf = (lesson: LessonSummary): number | null =>
  lesson.startsAt === null ? null : (weekDays(startOf(lesson))[0] ?? null)

const collect = <Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key) => {
  const groups = new Map<Key, Item[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return [...groups]
}

/** Units as headings, weeks said once, in the order of teaching; what has no time yet comes last. */
export const groupLessons = (lessons: readonly LessonSummary[]): readonly ListedUnit[] => {
  const inOrder = [...lessons].sort(
    (a, b) => startOf(a) - startOf(b) || a.title.localeCompare(b.title, 'zh'),
  )
  return collect(inOrder, ({ unit }) => unit).map(([unit, own]) => ({
    unit,
    count: own.length,
    taught: own.filter(isTaught).length,
    weeks: collect(own, mondayOf).map(([mondayMs, listed]) => ({ mondayMs, lessons: listed })),
  }))
}
