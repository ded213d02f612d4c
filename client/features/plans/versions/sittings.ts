import type { Contributor } from '#shared/plans/history.ts'
import { FOLD_MIN } from './foldTime.ts'

const MINUTE_MS = 60_000

/** Of a long meeting every half hour can be gone back to. */
const MOST_MS = 30 * MINUTE_MS

/** A stretch of writing: begun when somebody wrote, over when nobody had for ten minutes. */
export type Sitting = {
  readonly fromMs: number
  /** One beyond its last minute: the plan as it was then is what the sitting left. */
  readonly toMs: number
  /** Whoever wrote or deleted in it, the one with the most first. */
  readonly people: readonly Contributor[]
  readonly written: number
  readonly deleted: number
}

type Minute = {
  readonly ms: number
  readonly by: Contributor
  readonly written: number
  readonly deleted: number
}

const minutesOf = (people: readonly Contributor[]): readonly Minute[] =>
  people
    .filter(({ userId }) => userId !== null)
    .flatMap((by) => by.activity.map(([ms, written, deleted]) => ({ ms, by, written, deleted })))
    .sort((a, b) => a.ms - b.ms)

const sum = (minutes: readonly Minute[], of: (minute: Minute) => number): number =>
  minutes.reduce((total, minute) => total + of(minute), 0)

const sittingOf = (minutes: readonly Minute[]): Sitting => {
  const byPerson = new Map<Contributor, number>()
  for (const { by, written, deleted } of minutes)
    byPerson.set(by, (byPerson.get(by) ?? 0) + written + deleted)
  return {
    fromMs: minutes[0]?.ms ?? 0,
    toMs: (minutes.at(-1)?.ms ?? 0) + MINUTE_MS,
    people: [...byPerson].sort(([, a], [, b]) => b - a).map(([person]) => person),
    written: sum(minutes, ({ written }) => written),
    deleted: sum(minutes, ({ deleted }) => deleted),
  }
}

/** When the plan was written, oldest first. Nothing is kept for it: the log has every moment. */
export const sittingsOf = (people: readonly Contributor[]): readonly Sitting[] => {
  const groups: Minute[][] = []
  for (const minute of minutesOf(people)) {
    const group = groups.at(-1)
    const [first, last] = [group?.[0], group?.at(-1)]
    const isNear = last && minute.ms - last.ms <= FOLD_MIN * MINUTE_MS
    const isFull = first && minute.ms > (last?.ms ?? 0) && minute.ms - first.ms >= MOST_MS
    if (group && isNear && !isFull) group.push(minute)
    else groups.push([minute])
  }
  return groups.map(sittingOf)
}
