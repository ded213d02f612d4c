import { expect, test } from 'vitest'
import type { Contributor } from '#shared/plans/history.ts'
import { sittingsOf } from './sittings.ts'

const MIN = 60_000
const T0 = 28_000_000 * MIN

const wrote = (name: string | null, minutes: readonly [number, number, number][]) =>
  ({
    userId: name,
    activity: minutes.map(([minute, written, deleted]) => [T0 + minute * MIN, written, deleted]),
  }) as unknown as Contributor

const told = (people: readonly Contributor[]) =>
  sittingsOf(people).map((sitting) => ({
    ...sitting,
    fromMs: (sitting.fromMs - T0) / MIN,
    toMs: (sitting.toMs - T0) / MIN,
    people: sitting.people.map(({ userId }) => userId),
  }))

test('ten minutes without a word end a sitting; who wrote most is named first', () => {
  const people = [
    wrote('lin', [
      [0, 5, 0],
      [8, 20, 2],
      [40, 3, 0],
    ]),
    wrote('shi', [[3, 60, 0]]),
  ]
  expect(told(people)).toEqual([
    { fromMs: 0, toMs: 9, people: ['shi', 'lin'], written: 85, deleted: 2 },
    { fromMs: 40, toMs: 41, people: ['lin'], written: 3, deleted: 0 },
  ])
})

test('a long meeting can be gone back to every half hour', () => {
  const everyMinute = Array.from({ length: 70 }, (_, at): [number, number, number] => [at, 1, 0])
  expect(told([wrote('lin', everyMinute)]).map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
    [0, 30],
    [30, 60],
    [60, 70],
  ])
})

test('what the server wrote by itself is nobody’s sitting', () => {
  expect(told([wrote(null, [[0, 900, 0]])])).toEqual([])
})
