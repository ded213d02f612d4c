import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { DocContent, type FarCut } from './DocContent.ts'
import { foldSnapshot } from './foldSnapshot.ts'
import { decodeClocks, Knowledge } from './Knowledge.ts'
import { mergeAll } from './mergeAll.ts'
import { readMessage } from './message.ts'
import { readUpdate } from './readUpdate.ts'

/** A small seeded generator, so that a failing run can be run again. */
const random = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state % below
  }
}

const edits: readonly ((doc: Y.Doc, pick: (below: number) => number) => void)[] = [
  (doc, pick) => {
    const text = doc.getText('body')
    text.insert(pick(text.length + 1), ['好', 'abc', '😀', 'é\n'][pick(4)] ?? '')
  },
  (doc, pick) => {
    const text = doc.getText('body')
    if (text.length > 3) text.delete(pick(text.length - 2), 1 + pick(2))
  },
  (doc, pick) => {
    const text = doc.getText('body')
    if (text.length > 1) text.format(pick(text.length - 1), 1, { bold: pick(2) === 0 || null })
  },
  (doc, pick) => {
    doc
      .getMap('map')
      .set(`k${pick(5)}`, [1, { deep: [true, null, 'x', 1.5, -7] }, undefined][pick(3)])
  },
  (doc, pick) => {
    const nested = new Y.Map()
    nested.set('list', Y.Array.from([1, 'two', new Uint8Array([1, 2, 3])]))
    doc.getMap('map').set(`n${pick(3)}`, nested)
  },
  (doc, pick) => {
    const list = doc.getArray('list')
    list.insert(pick(list.length + 1), [pick(99), { a: 2n ** 60n, 键: [] }])
    if (list.length > 8) list.delete(pick(list.length - 3), 2)
  },
  (doc, pick) => {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.setAttribute('level', String(pick(4)))
    paragraph.insert(0, [new Y.XmlText('段落')])
    const body = doc.getXmlFragment('xml')
    body.insert(pick(body.length + 1), [paragraph])
    if (body.length > 6) body.delete(pick(body.length - 1), 1)
  },
  (doc, pick) => {
    const text = doc.getText('body')
    text.insertEmbed(pick(text.length + 1), { image: `${pick(9)}.png` })
  },
]

test.each([1, 2, 3, 4, 5, 6])(
  '[DR12] knowledge from bytes alone equals what Yjs knows (seed %i)',
  (seed) => {
    const pick = random(seed)
    const docs = Array.from({ length: 3 }, () => new Y.Doc())
    const knowledge = new Knowledge()
    const stored: Uint8Array[] = []
    for (const doc of docs)
      doc.on('update', (update: Uint8Array, origin: unknown) => {
        if (origin === 'remote') return
        const assessment = knowledge.assess(readUpdate(update))
        if (assessment.kind !== 'news') throw new Error('an honest update has a gap')
        knowledge.take(assessment.news)
        stored.push(update)
      })
    for (let i = 0; i < 200; i += 1) {
      const doc = docs[pick(3)]!
      const edit = edits[pick(edits.length)]!
      doc.transact(() => edit(doc, pick))
      // Not every time, so that the three edit at once.
      if (pick(4) === 0) for (const other of docs) Y.applyUpdate(other, mergeAll(stored), 'remote')
    }
    const truth = new Y.Doc()
    for (const update of stored) Y.applyUpdate(truth, update)
    expect(truth.store.pendingStructs).toBeNull()
    const clocks = Y.decodeStateVector(Y.encodeStateVector(truth))
    expect(decodeClocks(knowledge.stateVector())).toEqual(clocks)

    const snapshot = foldSnapshot(stored)
    const { state } = snapshot
    // Nothing in the compacted state, nor in any update again, is news.
    for (const update of [state, ...stored]) {
      const again = knowledge.assess(readUpdate(update))
      expect(again.kind === 'news' && again.news.sections).toEqual([])
      expect(again.kind === 'news' && again.news.deletions.size).toBe(0)
    }
    const fresh = new Knowledge()
    const whole = fresh.assess(readUpdate(state))
    if (whole.kind === 'news') fresh.take(whole.news)
    expect(decodeClocks(fresh.stateVector())).toEqual(clocks)
    // What the snapshot says of itself is what its state would have told.
    const said = new Knowledge(snapshot)
    expect(said.stateVector()).toEqual(fresh.stateVector())
    expect(said.encodeDepths()).toEqual(fresh.encodeDepths())
    const known = said.assess(readUpdate(state))
    expect(known.kind === 'news' && known.news.deletions.size).toBe(0)
  },
)

const noFarCut: FarCut = () => Promise.reject(new Error('not asked for here'))

test.each([0, 40, 70, 100])(
  '[DR1] what somebody with %i of 100 edits lacks is cut out of the bytes',
  async (has) => {
    const doc = new Y.Doc()
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    for (let i = 0; i < 100; i += 1) doc.getText('body').insert(i, String(i % 10))
    const content = new DocContent(foldSnapshot(updates.slice(0, 60)), updates.slice(60))
    const late = new Y.Doc()
    for (const update of updates.slice(0, has)) Y.applyUpdate(late, update)
    const answer = await content.answerTo(Y.encodeStateVector(late), noFarCut)
    for (const payload of answer.payloads) {
      const message = readMessage(payload)
      if (message.type === 'update') Y.applyUpdate(late, message.update)
    }
    expect(late.getText('body').toString()).toBe(doc.getText('body').toString())
    expect(late.store.pendingStructs).toBeNull()
  },
)

test('[DR1] a large document is cut elsewhere, and what comes meanwhile is in the answer', async () => {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let i = 0; i < 5; i += 1) doc.getText('body').insert(0, String(i).repeat(90_000))
  const late = new Y.Doc()
  Y.applyUpdate(late, updates[0]!)
  const content = new DocContent(foldSnapshot(updates), [])
  let release = () => {}
  let asked = 0
  const cut: FarCut = async (parts, vector) => {
    asked += 1
    await new Promise<void>((resolve) => {
      release = resolve
    })
    return Y.diffUpdate(mergeAll(parts), vector)
  }
  const answering = content.answerTo(Y.encodeStateVector(late), cut)
  // Whoever asks the same waits for the same.
  const another = content.answerTo(Y.encodeStateVector(late), cut)
  doc.getText('body').insert(0, '新')
  content.append(updates.at(-1)!)
  content.rebase(foldSnapshot(updates), 1)
  doc.getText('body').insert(0, '又')
  content.append(updates.at(-1)!)
  release()
  await expect.poll(() => asked).toBe(2)
  doc.getText('body').insert(0, '末')
  content.append(updates.at(-1)!)
  release()
  expect(await another).toEqual(await answering)
  const { payloads } = await answering
  for (const payload of payloads) {
    const message = readMessage(payload)
    if (message.type === 'update') Y.applyUpdate(late, message.update)
  }
  expect(late.getText('body').toString()).toBe(doc.getText('body').toString())
})

test('[DR1] a tail without a snapshot, however long, is in the one SyncStep2', async () => {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let i = 0; i < 200; i += 1) doc.getMap('state').set(`k${i % 7}`, `${i} `.repeat(400))
  const content = new DocContent(null, updates)
  const answer = await content.answerTo(Uint8Array.of(0), noFarCut)
  expect(answer.payloads).toHaveLength(1)
  const message = readMessage(answer.payloads[0]!)
  const late = new Y.Doc()
  if (message.type === 'update') Y.applyUpdate(late, message.update)
  expect(late.getMap('state').toJSON()).toEqual(doc.getMap('state').toJSON())
})
