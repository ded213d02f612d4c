import type * as Y from 'yjs'
import type { Effort } from './Effort.ts'

type Marks = Readonly<Record<string, unknown>>
type Op = { readonly insert: unknown; readonly attributes?: Marks }

/** A code point or an embedded object, with its marks. */
type Letter = { readonly insert: string | object; readonly size: number; readonly marks: Marks }

const lettersOf = (text: Y.XmlText): readonly Letter[] =>
  (text.toDelta() as readonly Op[]).flatMap(({ insert, attributes = {} }): readonly Letter[] =>
    typeof insert === 'string'
      ? [...insert].map((letter) => ({ insert: letter, size: letter.length, marks: attributes }))
      : [{ insert: insert as object, size: 1, marks: attributes }],
  )

const sameLetter = (a: Letter, b: Letter): boolean =>
  typeof a.insert === 'string'
    ? a.insert === b.insert
    : JSON.stringify(a.insert) === JSON.stringify(b.insert)

/** What has to be said to `format` so that the first become the second. */
const difference = (from: Marks, to: Marks): Record<string, unknown> => {
  const changed: Record<string, unknown> = {}
  for (const name of new Set([...Object.keys(from), ...Object.keys(to)]))
    if (JSON.stringify(from[name]) !== JSON.stringify(to[name])) changed[name] = to[name] ?? null
  return changed
}

/** Neighbours that belong together. Said letter by letter a long line would cost its length squared. */
const runsOf = <Item>(items: readonly Item[], isOne: (a: Item, b: Item) => boolean): Item[][] => {
  const runs: Item[][] = []
  for (const item of items) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run && last !== undefined && isOne(last, item)) run.push(item)
    else runs.push([item])
  }
  return runs
}

const sizeOf = (letters: readonly Pick<Letter, 'size'>[]): number =>
  letters.reduce((sum, { size }) => sum + size, 0)

/** Words of one piece of the delta. */
const isOnePiece = (a: Letter, b: Letter): boolean =>
  typeof a.insert === 'string' && typeof b.insert === 'string' && a.marks === b.marks

const insertAt = (live: Y.XmlText, offset: number, letters: readonly Letter[]): void => {
  const [first] = letters
  if (typeof first?.insert === 'object') live.insertEmbed(offset, first.insert, first.marks)
  else if (first) live.insert(offset, letters.map(({ insert }) => insert).join(''), first.marks)
}

const rewrite = (
  live: Y.XmlText,
  now: readonly Letter[],
  then: readonly Letter[],
  effort: Effort,
): void => {
  // An end that both reach, so that what follows the last pair is treated like what stands between.
  const pairs = [...effort.pairUp(now, then, sameLetter), [now.length, then.length] as const]
  let [from, to, offset] = [0, 0, 0]
  for (const [nextFrom, nextTo] of pairs) {
    const gone = sizeOf(now.slice(from, nextFrom))
    if (gone > 0) live.delete(offset, gone)
    for (const letters of runsOf(then.slice(to, nextTo), isOnePiece)) {
      insertAt(live, offset, letters)
      offset += sizeOf(letters)
    }
    offset += now[nextFrom]?.size ?? 0
    from = nextFrom + 1
    to = nextTo + 1
  }
}

type Change = { readonly size: number; readonly changed: Record<string, unknown> }

const isOneChange = (a: Change, b: Change): boolean =>
  JSON.stringify(a.changed) === JSON.stringify(b.changed)

const reformat = (live: Y.XmlText, then: readonly Letter[]): void => {
  const now = lettersOf(live)
  const changes = then.map(({ size, marks }, i) => ({
    size,
    changed: difference(now[i]?.marks ?? {}, marks),
  }))
  let offset = 0
  for (const run of runsOf(changes, isOneChange)) {
    const { changed = {} } = run[0] ?? {}
    const size = sizeOf(run)
    if (Object.keys(changed).length > 0) live.format(offset, size, changed)
    offset += size
  }
}

/** Makes a text say what another says; letters both have in the same order stay the same items. */
export const makeTextEqual = (live: Y.XmlText, target: Y.XmlText, effort: Effort): void => {
  const then = lettersOf(target)
  rewrite(live, lettersOf(live), then, effort)
  reformat(live, then)
}
