import { type ActorName, actorNames } from './authorizationTable.ts'

export type Cell = 'ok' | number

/** A row's cells by actor. Throws for a cell too many, too few, or none at all. */
export const cellsOf = (row: string): ReadonlyMap<ActorName, Cell> => {
  const words = row.trim().split(/\s+/)
  if (words.length !== actorNames.length)
    throw new Error(`${words.length} cells for ${actorNames.length} actors`)
  return new Map(
    actorNames.map((name, index): readonly [ActorName, Cell] => {
      const word = words[index] ?? ''
      if (word === 'ok') return [name, 'ok']
      if (!/^4\d\d$/.test(word)) throw new Error(`"${word}" is no outcome`)
      return [name, Number(word)]
    }),
  )
}

/** `POST /x # use` is a use of `POST /x`. */
export const routeOf = (rowName: string): string => rowName.split(' # ')[0] ?? ''

/** What one call did, as seen from outside. */
export type Outcome = {
  readonly status: number
  readonly text: string
  /** Tables, or `files`, that are not what they were. */
  readonly changed: readonly string[]
}

/** Everything that is wrong with a refusal; none for one as it should be. */
export const faultsOfRefusal = (
  expected: number,
  { status, text, changed }: Outcome,
  canary: string,
): readonly string[] => [
  ...(status === expected ? [] : [`refused with ${expected} expected, got ${status}`]),
  ...(text.includes(canary) ? ['the refusal tells of the lesson'] : []),
  ...(changed.length === 0 ? [] : [`refused and yet changed ${changed.join(', ')}`]),
]

/** Everything that is wrong with what was allowed. `isHidden`: nothing of the lesson may show. */
export const faultsOfSuccess = (
  { status, text }: Pick<Outcome, 'status' | 'text'>,
  canary: string,
  isHidden: boolean,
): readonly string[] => [
  ...(status >= 200 && status < 300
    ? []
    : [`success expected, got ${status} ${text.slice(0, 200)}`]),
  ...(isHidden && text.includes(canary) ? ['a stranger is told of the lesson'] : []),
]

/** Names on one side only, each with what is wrong with it. */
export const compareNames = (sides: {
  readonly table: readonly string[]
  readonly app: readonly string[]
}): readonly string[] => [
  ...sides.app.filter((name) => !sides.table.includes(name)).map((name) => `no row: ${name}`),
  ...sides.table.filter((name) => !sides.app.includes(name)).map((name) => `no route: ${name}`),
]

/** Keys whose values differ. */
export const changedKeys = (
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => before[key] !== after[key],
  )
