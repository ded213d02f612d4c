import type * as Y from 'yjs'
import { pairUp } from '#shared/plans/pairUp.ts'

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

const rewrite = (live: Y.XmlText, now: readonly Letter[], then: readonly Letter[]): void => {
  // An end that both reach, so that what follows the last pair is treated like what stands between.
  const pairs = [...pairUp(now, then, sameLetter), [now.length, then.length] as const]
  let [from, to, offset] = [0, 0, 0]
  for (const [nextFrom, nextTo] of pairs) {
    const gone = now.slice(from, nextFrom).reduce((sum, { size }) => sum + size, 0)
    if (gone > 0) live.delete(offset, gone)
    for (const { insert, size, marks } of then.slice(to, nextTo)) {
      if (typeof insert === 'string') live.insert(offset, insert, marks)
      else live.insertEmbed(offset, insert, marks)
      offset += size
    }
    offset += now[nextFrom]?.size ?? 0
    from = nextFrom + 1
    to = nextTo + 1
  }
}

const reformat = (live: Y.XmlText, then: readonly Letter[]): void => {
  const now = lettersOf(live)
  let offset = 0
  for (const [i, { size, marks }] of then.entries()) {
    const changed = difference(now[i]?.marks ?? {}, marks)
    if (Object.keys(changed).length > 0) live.format(offset, size, changed)
    offset += size
  }
}

/** Makes a text say what another says; letters both have in the same order stay the same items. */
export const makeTextEqual = (live: Y.XmlText, target: Y.XmlText): void => {
  const then = lettersOf(target)
  rewrite(live, lettersOf(live), then)
  reformat(live, then)
}
