import * as encoding from 'lib0/encoding'
import { describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { DocContent } from './DocContent.ts'
import { foldSnapshot } from './foldSnapshot.ts'
import { Knowledge } from './Knowledge.ts'
import { RoomDocument } from './RoomDocument.ts'
import { inTurn } from './testing/inTurn.ts'
import { deferred, openOwner, until } from './testing/syncHarness.ts'

const XML = ['body']

/** A document that nobody has written in. */
const emptyDocument = (owner = openOwner({ roots: { body: 'xml' } })) =>
  new RoomDocument(
    {
      meta: { epoch: 'e', schemaVersion: 0, createdAtMs: 0 },
      ...{ content: new DocContent(null, []), knowledge: new Knowledge(null, new Set(XML)) },
      ...{ claims: [], lastSeq: 0, isDamaged: false, mayCompact: true },
    },
    owner,
  )

const receive = (room: RoomDocument, update: Uint8Array, userId: string, canWrite = true) => {
  const verdict = room.receive(
    update,
    { userId, canWrite, newIds: 0 },
    { presentAs: () => undefined, ask: () => true, askAhead: () => false },
  )
  if (verdict.kind === 'accept') room.written([{ ...verdict, authorId: userId, from: null }])
  return verdict.kind
}

const bodyIn = (doc: Y.Doc) => doc.getXmlFragment('body')

/** One deletes the paragraph another writes in: what was written goes with it, and nobody says so. */
const deletedUnderWriter = () => {
  const room = emptyDocument()
  const [deleter, writer] = [new Y.Doc(), new Y.Doc()] as const
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText('abc')])
  bodyIn(deleter).insert(0, [paragraph])
  receive(room, Y.encodeStateAsUpdate(deleter), 'wangfang')
  Y.applyUpdate(writer, room.whole())
  const sent: Uint8Array[] = []
  for (const doc of [deleter, writer]) doc.on('update', (update: Uint8Array) => sent.push(update))
  const text = (bodyIn(writer).get(0) as Y.XmlElement).get(0) as Y.XmlText
  bodyIn(deleter).delete(0, 1)
  text.insert(1, 'XYZ')
  for (const [i, update] of sent.entries()) receive(room, update, ['wangfang', 'zhaolei1'][i] ?? '')
  return room
}

test.each([
  ['reader', 'readerone', false],
  ['writer', 'zhaolei1', true],
])(
  '[DR9] what a folded document tells is nothing new when a %s says it',
  (_who, userId, canWrite) => {
    const room = deletedUnderWriter()
    room.folded(foldSnapshot(room.updates(), XML), room.unfolded.count)
    const told = new Y.Doc()
    Y.applyUpdate(told, room.whole())
    const step2 = Y.encodeStateAsUpdate(told, room.stateVector())
    expect(receive(room, step2, userId, canWrite)).toBe('known')
  },
)

test('[DR22] what waits to be folded is part of the size, once', () => {
  const room = emptyDocument()
  const doc = new Y.Doc()
  const sizes: number[] = []
  doc.on('update', (update: Uint8Array) => {
    sizes.push(update.length)
    receive(room, update, 'wangfang')
  })
  // Beyond what may wait to be folded without counting.
  for (let i = 0; i < 6; i += 1) doc.getText('words').insert(0, 'x'.repeat(900_000))
  const written = sizes.reduce((sum, size) => sum + size, 0)
  // And what a document without a word is.
  expect(room.sizeBytes).toBe(written + 2)
  expect(room.unfolded.sizeBytes).toBe(written)
})

/** So many collected letters of client 7, each a struct of its own. */
const letters = (count: number): Uint8Array => {
  const encoder = encoding.createEncoder()
  for (const number of [1, count, 7, 0]) encoding.writeVarUint(encoder, number)
  encoding.writeUint8Array(encoder, Buffer.alloc(2 * count, Uint8Array.of(0, 1)))
  encoding.writeVarUint(encoder, 0)
  return encoding.toUint8Array(encoder)
}

test('[DR22] what has more structs than an update may have is not read, and so is not known', () => {
  const room = emptyDocument()
  // One struct of 200,000 letters.
  const all = Uint8Array.of(1, 1, 7, 0, 0, 0xc0, 0x9a, 0x0c, 0)
  expect(receive(room, all, 'wangfang')).toBe('accept')
  expect([100_000, 100_001].map((count) => room.knows(letters(count)))).toEqual([true, false])
  expect(room.goesOnWith(letters(100_000), 'zhaolei1')).toBe(true)
  expect(room.goesOnWith(letters(100_001), 'zhaolei1')).toBe(false)
})

test('[DR11] however many ask what follows while people write, it is found out once at a time', async () => {
  const room = emptyDocument()
  const doc = new Y.Doc()
  doc.on('update', (update: Uint8Array) => void receive(room, update, 'wangfang'))
  const folds: (ReturnType<typeof deferred<void>> & { readonly count: number })[] = []
  const ask = () =>
    room.learnWhatFollows(async (updates) => {
      const fold = { count: updates.length, ...deferred() }
      folds.push(fold)
      await fold.promise
      return foldSnapshot(updates, XML)
    })
  const asked: Promise<void>[] = []
  const failed = Array.from({ length: 8 }, () => 'rejected')
  for (let i = 0; i < 5; i += 1) {
    doc.getText('words').insert(0, 'x')
    asked.push(ask(), ask())
    await until('the first has begun', () => folds.length === 1)
  }
  expect(folds.map(({ count }) => count)).toEqual([2])
  folds[0]?.resolve()
  await asked[0]
  await until('the next has begun', () => folds.length === 2)
  expect(folds[1]?.count).toBe(6)
  doc.getText('words').insert(0, 'x')
  const late = ask()
  folds[1]?.reject(new Error('the thread ended'))
  const outcomes = await Promise.allSettled(asked)
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', ...failed])
  await until('it is tried again', () => folds.length === 3)
  folds[2]?.resolve()
  await late
  expect(folds).toHaveLength(3)
})

test('[DR22] a guarded document takes only so many pieces, however few bytes they are', () => {
  const room = emptyDocument(openOwner({ guard: () => true, roots: { notes: 'map' } }))
  const give = (client: number, count = 25_000) =>
    receive(room, inTurn(count, 'ab', client), 'wangfang')
  expect(give(1, 25_001)).toBe('close')
  expect([7, 8, 9, 10, 11, 12, 13].map((client) => give(client))).toEqual([
    ...Array(6).fill('accept'),
    'close',
  ])
  const deletion = Uint8Array.of(0, 1, 7, 1, 0, 1)
  expect(receive(room, deletion, 'wangfang')).toBe('accept')
})

describe('[DR23] an edit of the server’s own in a guarded document', () => {
  const guardedWith = (count: number) => {
    const room = emptyDocument(openOwner({ guard: () => true, roots: { notes: 'map' } }))
    if (count > 0) receive(room, inTurn(count, 'ab'), 'wangfang')
    return room
  }
  const notesIn = (room: RoomDocument) => room.toDoc().getMap('notes').toJSON()
  const edit = (room: RoomDocument, change: (notes: Y.Map<unknown>) => void) => {
    const accepted = room.edit((doc) => change(doc.getMap('notes')))
    if (accepted) room.written([{ ...accepted, authorId: null, from: null }])
    return accepted
  }

  test('is made in the copy there is: nothing is read for it', () => {
    const room = guardedWith(10)
    const toDoc = vi.spyOn(DocContent.prototype, 'toDoc')
    expect(edit(room, (notes) => notes.set('page', 1))?.claims).toHaveLength(1)
    expect(edit(room, (notes) => notes.set('page', 2))?.claims).toHaveLength(0)
    expect(edit(room, () => undefined)).toBeNull()
    expect(toDoc).not.toHaveBeenCalled()
    toDoc.mockRestore()
    expect(notesIn(room)).toEqual({ page: 2 })
  })

  test('that throws has changed nothing, and what comes after finds the document as it was', () => {
    const room = guardedWith(10)
    const half = (notes: Y.Map<unknown>) => {
      notes.set('half', true)
      throw new Error('a defect')
    }
    expect(() => edit(room, half)).toThrow('a defect')
    edit(room, (notes) => notes.set('seen', [...notes.keys()].join()))
    expect(notesIn(room)).toEqual({ seen: '' })
    const client = new Y.Doc()
    Y.applyUpdate(client, room.whole())
    client.getMap('notes').set('mine', 1)
    const update = Y.encodeStateAsUpdate(client, room.stateVector())
    expect(receive(room, update, 'zhaolei1')).toBe('accept')
    expect(notesIn(room)).toEqual({ seen: '', mine: 1 })
  })

  test('has what was accepted and is not written yet, and comes to the same for everybody', () => {
    const room = guardedWith(0)
    const client = new Y.Doc()
    client.getMap('notes').set('mine', 1)
    const verdict = room.receive(
      Y.encodeStateAsUpdate(client),
      { userId: 'wangfang', canWrite: true, newIds: 0 },
      { presentAs: () => undefined, ask: () => true, askAhead: () => false },
    )
    if (verdict.kind !== 'accept') throw new Error('it was refused')
    const accepted = room.edit((doc) => doc.getMap('notes').set('mine', 2))
    if (!accepted) throw new Error('nothing changed')
    room.written([
      { ...verdict, authorId: 'wangfang', from: null },
      { ...accepted, authorId: null, from: null },
    ])
    Y.applyUpdate(client, accepted.update)
    expect(client.getMap('notes').toJSON()).toEqual({ mine: 2 })
    expect(notesIn(room)).toEqual({ mine: 2 })
  })
})
