import * as encoding from 'lib0/encoding'
import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { foldSnapshot } from './foldSnapshot.ts'
import { Knowledge } from './Knowledge.ts'
import { readUpdate } from './readUpdate.ts'
import { update } from './testing/frames.ts'
import { openOwner, PLAN, type Studio, startStudio, until } from './testing/syncHarness.ts'

let studio: Studio | undefined
afterEach(() => studio?.stop())

const ELEMENT = { client: 7, clock: 0 } as const

/** A paragraph in the body. */
const paragraph = (): Uint8Array => {
  const doc = new Y.Doc()
  doc.clientID = ELEMENT.client
  doc.getXmlFragment('body').push([new Y.XmlElement('paragraph')])
  return Y.encodeStateAsUpdate(doc)
}

/** So many numbers under one key of it as one struct, and which of them are deleted with it. */
const values = (count: number, deleted: readonly number[] = []): Uint8Array => {
  const encoder = encoding.createEncoder()
  const say = (...numbers: readonly number[]) => {
    for (const number of numbers) encoding.writeVarUint(encoder, number)
  }
  say(1, 1, ELEMENT.client, 1)
  encoding.writeUint8(encoder, 0x28)
  say(0, ELEMENT.client, ELEMENT.clock)
  encoding.writeVarString(encoder, 'level')
  say(count)
  for (let value = 0; value < count; value += 1) encoding.writeAny(encoder, value)
  if (deleted.length === 0) say(0)
  else say(1, ELEMENT.client, deleted.length, ...deleted.flatMap((at) => [at + 1, 1]))
  return encoding.toUint8Array(encoder)
}

const deletionOf = (clock: number): Uint8Array => {
  const encoder = encoding.createEncoder()
  for (const number of [0, 1, ELEMENT.client, 1, clock, 1]) encoding.writeVarUint(encoder, number)
  return encoding.toUint8Array(encoder)
}

const isMisplaced = (bytes: Uint8Array, after: Knowledge): boolean => {
  const assessment = after.assess(readUpdate(bytes))
  if (assessment.kind === 'gap') throw new Error('it has a gap')
  return assessment.news.isMisplaced
}

const knows = (): Knowledge =>
  new Knowledge(foldSnapshot([paragraph()], ['body']), new Set(['body']))

test('control: half a value that is deleted makes Yjs throw when the paragraph goes', () => {
  const doc = new Y.Doc()
  for (const bytes of [paragraph(), values(2), deletionOf(2)]) Y.applyUpdate(doc, bytes)
  expect(() => Y.applyUpdate(doc, deletionOf(0))).toThrow()
})

test('[DR22] a value under a key that could be cut in two lies where nothing may lie', () => {
  expect(isMisplaced(values(1), knows())).toBe(false)
  expect(isMisplaced(values(2), knows())).toBe(true)
  expect(isMisplaced(values(2, [1]), knows())).toBe(true)
  // In a document without XML roots, too: any map is collected like that.
  expect(isMisplaced(values(2), new Knowledge(foldSnapshot([paragraph()])))).toBe(true)
})

test('[DR22] overwritten values that somebody keeps to undo come as one, all of it deleted', () => {
  expect(isMisplaced(values(2, [0, 1]), knows())).toBe(false)
  const doc = new Y.Doc()
  const element = new Y.XmlElement('paragraph')
  doc.getXmlFragment('body').push([element])
  const before = Y.encodeStateVector(doc)
  const undo = new Y.UndoManager(doc, { trackedOrigins: new Set(['me']), captureTimeout: 0 })
  for (const level of ['1', '2', '3', '4'])
    doc.transact(() => element.setAttribute('level', level), 'me')
  const knowledge = new Knowledge(null, new Set(['body']))
  const begun = knowledge.assess(readUpdate(Y.encodeStateAsUpdate(doc)))
  expect(begun).toMatchObject({ kind: 'news', news: { isMisplaced: false } })
  const joined = readUpdate(Y.encodeStateAsUpdate(doc, before)).sections[0]?.structs
  expect(joined?.map(({ length }) => length)).toEqual([3, 1])
  undo.destroy()
})

test('[DR22] nobody’s page falls silent: such a value is refused, and typing goes on', async () => {
  studio = await startStudio({ owners: [openOwner({ roots: { body: 'xml' } })] })
  const honest = studio.stock(PLAN, 'wangfang')
  await until('in', () => honest.provider.synced)
  const attacker = studio.raw(PLAN, 'zhaolei1')
  await attacker.opened
  attacker.send(update(paragraph()))
  attacker.send(update(values(2)))
  expect((await attacker.closed).code).toBe(4422)
  const body = honest.doc.getXmlFragment('body')
  await until('the paragraph is there', () => body.length === 1)
  body.delete(0, 1)
  body.push([new Y.XmlElement('paragraph')])
  const other = studio.stock(PLAN, 'lirui001')
  await until('it is seen', () => other.doc.getXmlFragment('body').length === 1)
})
