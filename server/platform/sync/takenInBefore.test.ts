import * as encoding from 'lib0/encoding'
import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { foldSnapshot } from './foldSnapshot.ts'
import { memoryDocStore } from './memoryDocStore.ts'
import { openOwner, PLAN, type Studio, startStudio, until } from './testing/syncHarness.ts'

let studio: Studio | undefined
afterEach(() => studio?.stop())

const paragraph = (): Uint8Array => {
  const doc = new Y.Doc()
  doc.clientID = 7
  doc.getXmlFragment('body').push([new Y.XmlElement('paragraph')])
  return Y.encodeStateAsUpdate(doc)
}

/** Two numbers as one struct under a key of the paragraph. */
const twoUnderOneKey = (): Uint8Array => {
  const encoder = encoding.createEncoder()
  const say = (...numbers: readonly number[]) => {
    for (const number of numbers) encoding.writeVarUint(encoder, number)
  }
  say(1, 1, 7, 1, 0x28, 0, 7, 0)
  encoding.writeVarString(encoder, 'level')
  say(2)
  for (const value of [1, 2]) encoding.writeAny(encoder, value)
  say(0)
  return encoding.toUint8Array(encoder)
}

const deletionOf = (clock: number) => Uint8Array.of(0, 1, 7, 1, clock, 1)

/** Refused by now; an earlier build has stored it. */
const stored = () => [paragraph(), twoUnderOneKey(), deletionOf(2), deletionOf(0)]

test('[DR19] what Yjs cannot follow step by step opens where it is stored, guarded or not', async () => {
  for (const guard of [undefined, () => true]) {
    const store = memoryDocStore()
    const updates = stored().map((update, i) => ({ seq: i + 1, atMs: 1, authorId: null, update }))
    const meta = { epoch: 'e', schemaVersion: 0, createdAtMs: 0 }
    await store.create(meta, { name: PLAN, updates, claims: [], fence: 0 })
    const owner = openOwner({ roots: { body: 'xml' }, ...(guard ? { guard } : {}) })
    studio = await startStudio({ store, owners: [owner] })
    const { doc, provider } = studio.stock(PLAN, 'lin')
    await until('synced', () => provider.synced)
    doc.getXmlFragment('body').push([new Y.XmlElement('paragraph')])
    await until('stored', () => store.docs.get(PLAN)?.updates.length === 5)
    await studio.stop()
  }
  studio = undefined
})

test('[DR18] and is folded', () => {
  expect(foldSnapshot(stored(), ['body']).vector).toEqual(Uint8Array.of(1, 7, 3))
})
