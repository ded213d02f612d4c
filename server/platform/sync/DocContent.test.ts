import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { DocContent } from './DocContent.ts'
import { decodeSnapshot, encodeSnapshot } from './DocSnapshot.ts'
import { foldSnapshot } from './foldSnapshot.ts'
import { decodeClocks, encodeClocks } from './Knowledge.ts'
import { readMessage } from './message.ts'
import { readUpdate } from './readUpdate.ts'
import { editTogether, random } from './testing/editTogether.ts'

const jsonOf = (doc: Y.Doc) => ({
  body: doc.getText('body').toDelta(),
  map: doc.getMap('map').toJSON(),
  list: doc.getArray('list').toJSON(),
  xml: doc.getXmlFragment('xml').toString(),
})

const docOf = (updates: readonly Uint8Array[]): Y.Doc => {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc
}

/** A reader, after what it was told. */
const told = (reader: Y.Doc, content: DocContent): Y.Doc => {
  const { payloads } = content.answerTo(Y.encodeStateVector(reader))
  expect(payloads).toHaveLength(1)
  const message = readMessage(payloads[0]!)
  if (message.type !== 'update' || !message.isSyncStep2) throw new Error('no SyncStep2')
  // As strict as towards strangers.
  readUpdate(message.update)
  Y.applyUpdate(reader, message.update)
  return reader
}

/** Somebody who has heard of only some of it, of each writer up to another place. */
const heardSome = (updates: readonly Uint8Array[], pick: (below: number) => number): Y.Doc => {
  const reader = new Y.Doc()
  for (const update of updates) {
    const fits = docOf([Y.encodeStateAsUpdate(reader), update]).store.pendingStructs === null
    if (fits && pick(3) > 0) Y.applyUpdate(reader, update)
  }
  return reader
}

const seeds = Array.from({ length: 12 }, (_, i) => i + 1)

test.each(seeds)('[DR1] whatever somebody has, the answer has the rest (seed %i)', (seed) => {
  const pick = random(seed)
  const updates = editTogether(pick, 150)
  const truth = jsonOf(docOf(updates))
  for (const folded of [0, pick(updates.length), updates.length]) {
    const base = folded === 0 ? null : foldSnapshot(updates.slice(0, folded))
    const content = new DocContent(base, updates.slice(folded))
    for (const known of [0, pick(updates.length), pick(updates.length), updates.length]) {
      const reader = told(docOf(updates.slice(0, known)), content)
      // What was missing on its way here and now waits would wait for ever.
      expect(reader.store.pendingStructs).toBeNull()
      expect(reader.store.pendingDs).toBeNull()
      expect(jsonOf(reader)).toEqual(truth)
    }
    expect(jsonOf(told(heardSome(updates, pick), content))).toEqual(truth)
    expect(decodeClocks(content.stateVector())).toEqual(
      decodeClocks(Y.encodeStateVector(docOf(updates))),
    )
  }
})

test.each(seeds)('[DR1] an answer may begin in the middle of a struct (seed %i)', (seed) => {
  const pick = random(seed)
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let i = 0; i < 30; i += 1)
    doc.getText('body').insert(pick(doc.getText('body').length + 1), '研课😀'.repeat(1 + pick(900)))
  const content = new DocContent(foldSnapshot(updates.slice(0, 20)), updates.slice(20))
  const end = Y.getState(doc.store, doc.clientID)
  for (const clock of [1, pick(end), pick(end), end - 1]) {
    const rest = content.beyond(encodeClocks(new Map([[doc.clientID, clock]])))
    const { from, to } = Y.parseUpdateMeta(rest)
    expect([from.get(doc.clientID), to.get(doc.clientID)]).toEqual([clock, end])
    const before = Y.diffUpdate(
      Y.mergeUpdates(updates),
      encodeClocks(new Map([[doc.clientID, clock]])),
    )
    const structs = (update: Uint8Array) =>
      Y.decodeUpdate(update).structs.reduce((sum, { length }) => sum + length, 0)
    expect(structs(rest)).toBe(structs(before))
  }
})

test('[DR1] what is appended and folded between two questions is in the next answer', () => {
  const updates = editTogether(random(7), 120)
  const content = new DocContent(null, updates.slice(0, 40))
  const reader = told(new Y.Doc(), content)
  for (const update of updates.slice(40, 80)) content.append(update)
  told(reader, content)
  content.rebase(foldSnapshot(updates.slice(0, 60)), 60)
  for (const update of updates.slice(80)) content.append(update)
  expect(jsonOf(told(reader, content))).toEqual(jsonOf(docOf(updates)))
  expect(jsonOf(told(new Y.Doc(), content))).toEqual(jsonOf(docOf(updates)))
})

test('[DR1] what was let go of is made again', () => {
  const updates = editTogether(random(9), 120)
  const content = new DocContent(foldSnapshot(updates.slice(0, 50)), updates.slice(50, 80))
  const reader = told(docOf(updates.slice(0, 30)), content)
  content.rest()
  for (const update of updates.slice(80)) content.append(update)
  content.rest()
  expect(jsonOf(told(reader, content))).toEqual(jsonOf(docOf(updates)))
  expect(jsonOf(told(new Y.Doc(), content))).toEqual(jsonOf(docOf(updates)))
})

test('[DR1] who has everything gets the deletions and nothing else, each range once', () => {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let i = 0; i < 400; i += 1) doc.getText('body').insert(i, 'x')
  for (let i = 0; i < 150; i += 1) doc.getText('body').delete(100, 1)
  const content = new DocContent(foldSnapshot(updates.slice(0, 450)), updates.slice(450))
  const answer = content.beyond(Y.encodeStateVector(doc))
  expect(answer.length).toBeLessThan(16)
  expect(Y.decodeUpdate(answer).structs).toEqual([])
})

test('[DR18] a snapshot without the places of its structs, as they were first made, serves the same', () => {
  const updates = editTogether(random(3), 100)
  const snapshot = foldSnapshot(updates)
  const old = decodeSnapshot(encodeSnapshot({ ...snapshot, runs: null }))
  expect(old.runs).toBeNull()
  const reader = told(docOf(updates.slice(0, 50)), new DocContent(old, []))
  expect(jsonOf(reader)).toEqual(jsonOf(docOf(updates)))
})

/** Embeds, each of which Yjs parses when it decodes it. */
const embeds = (): { readonly update: Uint8Array; readonly client: number } => {
  const doc = new Y.Doc()
  for (let i = 0; i < 2000; i += 1) doc.getText('body').insertEmbed(i, { number: i })
  return { update: Y.encodeStateAsUpdate(doc), client: doc.clientID }
}

test.each([
  ['folded', (update: Uint8Array) => new DocContent(foldSnapshot([update]), [])],
  ['in one update', (update: Uint8Array) => new DocContent(null, [update])],
  [
    'in one update that repeats what is known',
    (update: Uint8Array) => {
      const { client } = Y.decodeUpdate(update).structs[0]!.id
      const known = Y.encodeStateVectorFromUpdate(update)
      const first = Y.mergeUpdates([update])
      expect([...decodeClocks(known)]).toEqual([[client, 2000]])
      return new DocContent(null, [upTo(first, client, 1000), update])
    },
  ],
])(
  '[DR1] somebody who lacks the end of what was written is not answered by decoding all of it, %s',
  (_how, make) => {
    const { update, client } = embeds()
    const content = make(update)
    content.stateVector()
    const parse = vi.spyOn(JSON, 'parse')
    const rest = content.beyond(encodeClocks(new Map([[client, 1500]])))
    const parsed = parse.mock.calls.length
    parse.mockRestore()
    expect(Y.parseUpdateMeta(rest).from.get(client)).toBe(1500)
    expect(Y.decodeUpdate(rest).structs).toHaveLength(500)
    // Those of one piece.
    expect(parsed).toBeLessThan(400)
  },
)

/** What of an update lies before `clock`. */
const upTo = (update: Uint8Array, client: number, clock: number): Uint8Array => {
  const whole = new Y.Doc({ gc: false })
  Y.applyUpdate(whole, update)
  return Y.encodeStateAsUpdate(
    Y.createDocFromSnapshot(
      whole,
      Y.createSnapshot(Y.createDeleteSet(), new Map([[client, clock]])),
      new Y.Doc(),
    ),
  )
}
