import * as encoding from 'lib0/encoding'
import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { ByteReader } from './ByteReader.ts'
import { encodeRanges } from './deletions.ts'
import { judgeUpdate, type Sender } from './gate.ts'
import { Knowledge } from './Knowledge.ts'
import { readStored } from './readStored.ts'
import { readUpdate } from './readUpdate.ts'
import { type as typeInto, updateOf } from './testing/syncHarness.ts'

const DELETES = 7

/** An update that deletes `[from, length]` … of the client `DELETES`. */
const deleting = (ranges: readonly (readonly [from: number, length: number])[]) =>
  Buffer.concat([
    Buffer.of(0),
    encodeRanges(
      new Map([[DELETES, ranges.map(([from, length]) => ({ from, to: from + length }))]]),
    ),
  ])

/** So many stretches, every other place. */
const apart = (count: number) => deleting(Array.from({ length: count }, (_, i) => [2 * i, 1]))

test.each([
  ['the last that there may be', deleting([[600_000, 1]]), 'accept'],
  [
    'two where one may be',
    deleting([
      [600_000, 1],
      [600_002, 1],
    ]),
    'TooLarge',
  ],
  ['everything, which leaves one', deleting([[0, 1_000_000]]), 'accept'],
  ['what is deleted already', apart(249_999), 'known'],
])('[DR22] deleted stretches: %s', (_what, update, expected) => {
  const knowledge = new Knowledge()
  const everything = Uint8Array.of(1, 1, DELETES, 0, 0, ...[0xc0, 0x84, 0x3d], 0)
  for (const known of [everything, apart(249_999)]) {
    const assessment = knowledge.assess(readUpdate(known))
    if (assessment.kind === 'news') knowledge.take(assessment.news)
  }
  const owners = new Map([[DELETES, 'wangfang']])
  const verdict = judgeUpdate(
    update,
    { userId: 'wangfang', canWrite: true, newIds: 0 },
    {
      ...{ knowledge, owners, presentAs: () => undefined, roots: null, isDamaged: false },
      ...{ sizeBytes: 2 ** 30, maxBytes: 1024 },
    },
  )
  expect(verdict.kind === 'close' ? verdict.reason : verdict.kind).toBe(expected)
})

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

/** An update of one collected letter under each of the ids from `count` down to 1. */
const madeUpIds = (count: number): Uint8Array => {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, count)
  for (let id = count; id > 0; id -= 1)
    for (const number of [1, id, 0, 0, 1]) encoding.writeVarUint(encoder, number)
  encoding.writeVarUint(encoder, 0)
  return encoding.toUint8Array(encoder)
}

test.each([
  ['as many as a connection may bring', 256, 'accept', 256],
  ['one more', 257, 'Refused', 257],
  ['of which the rest is not looked at', 20_000, 'Refused', 257],
  ['more than a document has', 99_000, 'TooLarge', 0],
])('[DR22] made-up ids, %s', (_what, count, expected, looks) => {
  const presentAs = vi.fn(() => undefined)
  const verdict = judgeUpdate(
    madeUpIds(count),
    { userId: 'wangfang', canWrite: true, newIds: 0 },
    {
      ...{ knowledge: new Knowledge(), owners: new Map(), presentAs, roots: null },
      ...{ sizeBytes: 0, maxBytes: 1024 * 1024, isDamaged: false },
    },
  )
  expect(verdict.kind === 'close' ? verdict.reason : verdict.kind).toBe(expected)
  expect(presentAs).toHaveBeenCalledTimes(looks)
})

/** An update of collected letters, two bytes each: so many under each of these ids. */
const letters = (...sections: readonly (readonly [client: number, count: number])[]) => {
  const heads = sections.map(([client, count]) => {
    const encoder = encoding.createEncoder()
    for (const number of [count, client, 0]) encoding.writeVarUint(encoder, number)
    return [encoding.toUint8Array(encoder), Buffer.alloc(2 * count, Uint8Array.of(0, 1))]
  })
  return Buffer.concat([Buffer.of(sections.length), ...heads.flat(), Buffer.of(0)])
}

test.each([
  ['all of one id', letters([9, 520_000]), 520_000, 0],
  ['one too many of the second id', letters([9, 50_000], [8, 50_001]), 100_001, 50_000],
])('[DR22] too many structs, %s: none is read that is too much', (_what, update, count, most) => {
  const reads = vi.spyOn(ByteReader.prototype, 'byte')
  const verdict = judgeUpdate(
    update,
    { userId: 'wangfang', canWrite: true, newIds: 0 },
    {
      ...{ knowledge: new Knowledge(), owners: new Map(), presentAs: () => undefined },
      ...{ roots: null, sizeBytes: 0, maxBytes: 1024 * 1024, isDamaged: false },
    },
  )
  const bytesRead = reads.mock.calls.length
  reads.mockRestore()
  expect(verdict).toEqual({ kind: 'close', reason: 'TooLarge' })
  // And the numbers in front of the structs.
  expect(bytesRead).toBeLessThanOrEqual(2 * most + 16)
  // What is stored may have any number: a snapshot is one update.
  const { sections } = readStored(update)
  expect(sections.reduce((sum, { structs }) => sum + structs.length, 0)).toBe(count)
})
