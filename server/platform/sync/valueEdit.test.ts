import { afterEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { Knowledge } from './Knowledge.ts'
import type { DocOwner } from './ports.ts'
import { readUpdate } from './readUpdate.ts'
import { step1, update } from './testing/frames.ts'
import { editSomewhere, seeded, withRoots } from './testing/randomEdits.ts'
import {
  COMMENTS,
  grantFor,
  type Studio,
  startStudio,
  until,
  updateOf,
} from './testing/syncHarness.ts'
import { valueEditIn } from './valueEdit.ts'

let studio: Studio | null = null
afterEach(async () => {
  await studio?.stop()
  studio = null
})

/** What the document's owner was asked: of edits before they are made, and of all others. */
const startAsking = async () => {
  const ahead: unknown[] = []
  const asked: unknown[] = []
  const owner: DocOwner = {
    kind: 'comments',
    roots: { notes: 'map' },
    authorize: async (actor) => grantFor(actor),
    guardAhead: ({ map, key, value }) => {
      ahead.push([map.toJSON(), key, value])
      return value !== 'forbidden'
    },
    guard: ({ doc }) => {
      const notes = doc.getMap('notes').toJSON()
      asked.push(notes)
      return !Object.values(notes).includes('forbidden')
    },
  }
  studio = await startStudio({ owners: [owner] })
  return { studio, ahead, asked }
}

const notesOf = (doc: Y.Doc) => doc.getMap<string>('notes')

describe('[DR14] an edit judged ahead', () => {
  test('is passed on and stored without the guard, and the next is judged upon it', async () => {
    const { studio: opened, ahead, asked } = await startAsking()
    const [writer, reader] = [
      opened.stock(COMMENTS, 'wangfang'),
      opened.stock(COMMENTS, 'zhaolei1'),
    ]
    await until('synced', () => writer.provider.synced && reader.provider.synced)
    notesOf(writer.doc).set('a', 'first')
    notesOf(writer.doc).set('a', 'second')
    await until('seen', () => notesOf(reader.doc).get('a') === 'second')
    notesOf(reader.doc).set('a', 'third')
    await until('seen', () => notesOf(writer.doc).get('a') === 'third')
    expect(asked).toEqual([{ a: 'first' }])
    expect(ahead).toEqual([
      [{ a: 'first' }, 'a', 'second'],
      [{ a: 'second' }, 'a', 'third'],
    ])
    notesOf(writer.doc).set('b', 'new')
    await until('seen', () => notesOf(reader.doc).get('b') === 'new')
    expect(asked.at(-1)).toEqual({ a: 'third', b: 'new' })
    expect(notesOf(await opened.rooms.read(COMMENTS)).toJSON()).toEqual({ a: 'third', b: 'new' })
  })

  test('with a no it comes before the guard, whose no is final', async () => {
    const { studio: opened, asked } = await startAsking()
    const writer = opened.stock(COMMENTS, 'wangfang')
    await until('synced', () => writer.provider.synced)
    notesOf(writer.doc).set('a', 'first')
    const forger = opened.raw(COMMENTS, 'zhaolei1')
    await forger.opened
    forger.send(step1())
    await until('it has the document', () => forger.ofType(0).length === 2)
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(writer.doc))
    forger.send(update(updateOf((doc) => notesOf(doc).set('a', 'forbidden'), copy)))
    expect((await forger.closed).code).toBe(4422)
    expect(asked.at(-1)).toEqual({ a: 'forbidden' })
    expect(notesOf(await opened.rooms.read(COMMENTS)).toJSON()).toEqual({ a: 'first' })
  })
})

/** What a transaction did, if it was nothing but a value under one key. */
const seenIn = (doc: Y.Doc, bytes: Uint8Array) => {
  const seen: { map: unknown; changes: unknown[]; value: unknown }[] = []
  doc.once('afterTransaction', ({ changed }: Y.Transaction) => {
    for (const [type, keys] of changed)
      for (const key of keys)
        seen.push({
          map: type,
          changes: [key, type instanceof Y.Map && key !== null && type.has(key)],
          value: type instanceof Y.Map && key !== null ? type.get(key) : undefined,
        })
  })
  Y.applyUpdate(doc, bytes)
  return seen
}

test.each(Array.from({ length: 40 }, (_, seed) => seed))(
  'an edit told ahead is what then happens, and nothing else does (seed %i)',
  (seed) => {
    const random = seeded(seed)
    const trial = withRoots()
    const knowledge = new Knowledge()
    const clients = Array.from({ length: 3 }, withRoots)
    let told = 0
    for (let step = 0; step < 300; step += 1) {
      const client = clients[random(3)] ?? trial
      if (random(2) === 0) Y.applyUpdate(client, Y.encodeStateAsUpdate(trial))
      const before = Y.encodeStateVector(client)
      client.transact(() => {
        if (random(2) === 0) client.getMap('map').set('abc'[random(3)] ?? 'a', random(1000))
        else editSomewhere(client, random)
      })
      const bytes = Y.encodeStateAsUpdate(client, before)
      const assessment = knowledge.assess(readUpdate(bytes))
      if (assessment.kind === 'gap') throw new Error('a client builds on what is not here')
      const edit = valueEditIn(trial, assessment.news, bytes)
      if (edit) expect(edit.map.has(edit.key)).toBe(true)
      knowledge.take(assessment.news)
      const seen = seenIn(trial, bytes)
      if (!edit) continue
      told += 1
      const { map, key, value } = edit
      expect(seen.map((one) => one.changes)).toEqual([[key, true]])
      expect(seen[0]?.map === map).toBe(true)
      expect(seen[0]?.value).toEqual(value)
    }
    expect(told).toBeGreaterThan(10)
  },
)
