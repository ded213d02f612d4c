import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { docOfUpdates } from './docOfUpdates.ts'
import { foldSnapshot } from './foldSnapshot.ts'
import { memoryDocStore } from './memoryDocStore.ts'
import { halfGone } from './testing/halfGone.ts'
import { openOwner, PLAN, type Studio, startStudio, until } from './testing/syncHarness.ts'

let studio: Studio | undefined
afterEach(() => studio?.stop())

test('[DR19] what Yjs cannot follow step by step opens where it is stored, guarded or not', async () => {
  for (const guard of [undefined, () => true]) {
    const store = memoryDocStore()
    const updates = halfGone().map((update, i) => ({ seq: i + 1, atMs: 1, authorId: null, update }))
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
  expect(foldSnapshot(halfGone(), ['body']).vector).toEqual(Uint8Array.of(1, 7, 3))
})

test('[DR18] however much comes behind it', () => {
  const doc = new Y.Doc()
  const updates = halfGone()
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const text = doc.getText('words')
  for (let i = 0; i < 1200; i += 1) text.insert(text.length, '字')
  expect(docOfUpdates(updates).getText('words').length).toBe(1200)
})
