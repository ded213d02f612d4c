import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { judgeUpdate, type Sender } from './gate.ts'
import { Knowledge } from './Knowledge.ts'
import { type as typeInto, updateOf } from './testing/syncHarness.ts'

/** What the gate says to a first word under a new id, in a document in which these ids are taken. */
const verdictFor = (userId: string, owners: ReadonlyMap<number, string>): string => {
  const sender: Sender = { userId, canWrite: true, newIds: 0 }
  const update = updateOf((doc) => typeInto(doc, '字'), new Y.Doc())
  const verdict = judgeUpdate(update, sender, {
    knowledge: new Knowledge(),
    owners,
    presentAs: () => undefined,
    roots: null,
    sizeBytes: 0,
    maxBytes: 1024,
    isDamaged: false,
  })
  return verdict.kind === 'close' ? verdict.reason : verdict.kind
}

/** `count` ids, of each of these people in turn. */
const taken = (count: number, ...people: readonly string[]) =>
  new Map(Array.from({ length: count }, (_, id) => [id, people[id % people.length] ?? '']))

test.each([
  ['one of few', 10, ['wangfang'], 'accept'],
  ['the last of one person’s', 4999, ['wangfang'], 'accept'],
  ['one too many of one person', 5000, ['wangfang'], 'TooLarge'],
  ['another’s, however many one person has', 5000, ['zhaolei1'], 'accept'],
  ['the document’s last', 19_999, ['a', 'b', 'c', 'd', 'e'], 'accept'],
  ['one too many of all', 20_000, ['a', 'b', 'c', 'd', 'e'], 'TooLarge'],
] as const)('[DR22] a client id, %s', (_what, count, people, expected) => {
  expect(verdictFor('wangfang', taken(count, ...people))).toBe(expected)
})
