import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { type DocSnapshot, encodeSnapshot } from './DocSnapshot.ts'
import { Doubts } from './Doubts.ts'
import { foldSnapshot } from './foldSnapshot.ts'
import { memoryDocStore } from './memoryDocStore.ts'
import { openDocument } from './openDocument.ts'
import { bodyOf, openOwner, PLAN, type, updateOf } from './testing/syncHarness.ts'

/** A store whose log has these updates, numbered from 1 on, and these snapshots. */
const stored = async (
  updates: readonly Uint8Array[],
  snapshots: readonly (readonly [uptoSeq: number, bytes: Uint8Array])[],
) => {
  const store = memoryDocStore()
  const rows = updates.map((update, i) => ({ seq: i + 1, atMs: 1, authorId: null, update }))
  await store.create(
    { epoch: 'e', schemaVersion: 0, createdAtMs: 0 },
    { name: PLAN, updates: rows, claims: [], fence: 0 },
  )
  for (const [uptoSeq, bytes] of snapshots)
    await store.saveSnapshot(PLAN, { uptoSeq, bytes, madeAtMs: 1, fence: 0 })
  return store
}

const open = async (store: ReturnType<typeof memoryDocStore>) => {
  const warn = vi.fn()
  const parts = { name: PLAN, id: 'plan0001', owner: openOwner(), store, fence: 0 }
  const rest = { clock: { now: () => 1 }, newId: () => 'n', log: { warn } }
  return { ...(await openDocument({ ...parts, ...rest, doubts: new Doubts() }, null)), warn }
}

const writer = new Y.Doc()
const words = ['一', '二', '三'].map((word) => updateOf((doc) => type(doc, word), writer))

const sound = (count: number) => encodeSnapshot(foldSnapshot(words.slice(0, count)))

/** A snapshot of the first two words, as a build makes it that comes after this one. */
const ofNewerBuild = () => Uint8Array.of(99, ...sound(2).subarray(1))

/** As an early build made it, and the disk damaged it before its checksum was made. */
const unreadable = () => {
  const snapshot = foldSnapshot(words.slice(0, 2))
  const state = snapshot.state.slice(0, -3)
  return encodeSnapshot({ ...snapshot, state, depths: null, runs: null })
}

test.each([
  ['of a newer build', ofNewerBuild],
  ['whose state nobody can read', unreadable],
  ['that is cut off', () => sound(2).slice(0, 5)],
])(
  '[DR19] a snapshot %s gives way to its predecessor, in the end to the log',
  async (_what, make) => {
    for (const [before, opensFrom] of [
      [[1, sound(1)], [1]],
      [
        [1, make()],
        [2, 1],
      ],
    ] as const) {
      const store = await stored(words, [before, [2, make()]])
      const load = vi.spyOn(store, 'load')
      const { content, lastSeq, isDamaged, mayCompact, warn } = await open(store)
      expect(bodyOf(content.toDoc())).toBe('一二三')
      expect(content.tailLength).toBe(opensFrom.length === 1 ? 2 : 3)
      expect({ lastSeq, isDamaged, mayCompact }).toEqual({
        ...{ lastSeq: 3, isDamaged: false, mayCompact: true },
      })
      expect(load.mock.calls.slice(1)).toEqual(
        opensFrom.length === 1
          ? [[PLAN, 2]]
          : [
              [PLAN, 2],
              [PLAN, 1],
            ],
      )
      expect(warn.mock.calls.map(([fields]) => fields.uptoSeq)).toEqual(
        opensFrom.length === 1 ? [2] : [2, 1],
      )
    }
  },
)

test.each([
  ['in its midst', 2, 3],
  ['behind its snapshot', 1, 2],
])(
  '[DR19] a log that lacks a number %s is damaged: somebody may still have it',
  async (...told) => {
    const [, uptoSeq, missing] = told
    const store = await stored([...words, ...words.slice(0, 1)], [[uptoSeq, sound(uptoSeq)]])
    const { updates } = store.docs.get(PLAN)!
    expect((await open(store)).isDamaged).toBe(false)
    updates.splice(missing - 1, 1)
    expect((await open(store)).isDamaged).toBe(true)
  },
)

const text = (word: string) => [Buffer.from(word).length, ...Buffer.from(word)]

/** One struct of client 7 in the root `r`, with this content, and a letter behind it. */
const withContent = (...content: number[]) => [
  Uint8Array.of(1, 1, 7, 0, ...content, 0),
  Uint8Array.of(1, 1, 7, 1, 0x84, 7, 0, 1, 97, 0),
]

/** What an earlier build took in and this one refuses, as two updates. */
const takenIn = [
  ['a BigInt', withContent(8, 1, 1, 114, 1, 122, 0, 0, 0, 0, 0, 0, 0, 1)],
  ['a list of JSON texts', withContent(2, 1, 1, 114, 1, ...text('undefined'))],
  ['a key that sets a prototype', withContent(8, 1, 1, 114, 1, 118, 1, ...text('__proto__'), 126)],
  ['a name of 300 letters', withContent(4, 1, 0xac, 2, ...Buffer.alloc(300, 'x'), 1, 97)],
  [
    'a format whose value has such a key',
    withContent(6, 1, 1, 114, ...text('bold'), ...text('{"toString":1}')),
  ],
  ['an element of that name', withContent(7, 1, 1, 114, 3, ...text('__proto__'))],
  ['a root of that name', withContent(4, 1, ...text('__proto__'), 1, 97)],
] as const

const without = (snapshot: DocSnapshot, ...parts: readonly (keyof DocSnapshot)[]): DocSnapshot => ({
  ...snapshot,
  ...Object.fromEntries(parts.map((part) => [part, null])),
})

test.each(takenIn)(
  '[DR12] %s, which is refused by now, is read where it is stored',
  async (_what, updates) => {
    const vector = Y.encodeStateVectorFromUpdate(Y.mergeUpdates([...updates]))
    const folded = foldSnapshot(updates)
    expect(folded.vector).toEqual(vector)
    const snapshots = [folded, without(folded, 'depths'), without(folded, 'depths', 'runs')]
    for (const snapshot of [null, ...snapshots]) {
      const store = await stored(updates, snapshot ? [[2, encodeSnapshot(snapshot)]] : [])
      const opened = await open(store)
      expect(opened.warn).not.toHaveBeenCalled()
      expect(opened.content.tailLength).toBe(snapshot ? 0 : 2)
      expect(opened.knowledge.clockOf(7)).toBe(2)
      expect(opened.content.stateVector()).toEqual(vector)
      expect(foldSnapshot(opened.content.updates()).vector).toEqual(vector)
      // A page that has the first of the two hears of the second.
      const answer = opened.content.beyond(Uint8Array.of(1, 7, 1))
      expect(Y.parseUpdateMeta(answer).to.get(7)).toBe(2)
    }
  },
)
