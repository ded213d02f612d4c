import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { encodeSnapshot } from './DocSnapshot.ts'
import { foldedIn } from './foldedIn.ts'
import { foldSnapshot } from './foldSnapshot.ts'
import { memoryDocStore } from './memoryDocStore.ts'
import { PLAN, updateOf } from './testing/syncHarness.ts'

const SNAPSHOTS = [20, 40, 60]

/** A log of so many letters, of which some snapshots are kept. */
const written = async (count: number) => {
  const store = memoryDocStore()
  const doc = new Y.Doc()
  const updates = Array.from({ length: count }, (_, i) => ({
    ...{ seq: i + 1, atMs: i, authorId: null },
    update: updateOf((one) => one.getText('body').insert(i, '字'), doc),
  }))
  const meta = { epoch: 'epoch', schemaVersion: 0, createdAtMs: 0 }
  await store.create(meta, { name: PLAN, updates, claims: [], fence: 0 })
  for (const uptoSeq of SNAPSHOTS) {
    const made = foldSnapshot(updates.slice(0, uptoSeq).map(({ update }) => update))
    const bytes = encodeSnapshot(made)
    await store.saveSnapshot(PLAN, { uptoSeq, bytes, madeAtMs: 0, fence: 0 })
  }
  return store
}

const lettersOf = (state: Uint8Array): number => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  return doc.getText('body').length
}

test('[DR29] a snapshot is read alone, not with the log behind it: that may be a million updates', async () => {
  const store = await written(100)
  const load = vi.spyOn(store, 'load')
  const folded = await foldedIn(store, PLAN, { afterSeq: 0, uptoSeq: 59 })
  expect(folded && [folded.seq, lettersOf(folded.state)]).toEqual([40, 40])
  expect(await foldedIn(store, PLAN, { afterSeq: 0, uptoSeq: 19 })).toBeNull()
  expect(load).not.toHaveBeenCalled()
})

test('[DR29] one that cannot be read gives way to its predecessor', async () => {
  const store = await written(100)
  const unreadable = { uptoSeq: 60, bytes: Uint8Array.of(255), madeAtMs: 0, fence: 0 }
  await store.saveSnapshot(PLAN, unreadable)
  expect((await foldedIn(store, PLAN, { afterSeq: 0, uptoSeq: 99 }))?.seq).toBe(40)
})
