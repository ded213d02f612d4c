import * as Y from 'yjs'
import { wordsOf } from '#e2e/bench/sync/lib/pens.ts'

const CONTEXT = 60

const reopened = (doc: Y.Doc): Y.Doc => {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

const count = (values: readonly string[]): number => new Set(values).size

/** Where two texts begin to differ, with what stands around it. */
const parting = (one: string, other: string): string => {
  let at = 0
  while (at < one.length && one[at] === other[at]) at += 1
  const around = (text: string) => text.slice(Math.max(0, at - CONTEXT), at + CONTEXT)
  return `at ${at}: ${around(one)} | ${around(other)}`
}

/**
 * Why copies of one document do not show the same. What is told apart: items that one has and another has
 * not; deletions likewise; and copies that hold the same and lie it out differently, whether or not it
 * stays so when they are opened anew.
 */
export const whatDiffers = (docs: readonly Y.Doc[]): string => {
  const vectors = docs.map((doc) =>
    JSON.stringify([...Y.decodeStateVector(Y.encodeStateVector(doc))].sort()),
  )
  const snapshots = docs.map((doc) =>
    Buffer.from(Y.encodeSnapshotV2(Y.snapshot(doc))).toString('base64'),
  )
  const words = docs.map(wordsOf)
  const wordsAnew = docs.map((doc) => wordsOf(reopened(doc)))
  const [first = ''] = words
  const other = words.find((text) => text !== first)
  return [
    `of ${docs.length} copies: ${count(vectors)} vectors, ${count(snapshots)} with deletions`,
    `${count(words)} texts, ${count(wordsAnew)} when opened anew`,
    other === undefined ? 'no text differs' : parting(first, other),
  ].join('; ')
}
