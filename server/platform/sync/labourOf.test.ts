import * as encoding from 'lib0/encoding'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Knowledge, type News } from './Knowledge.ts'
import { labourOf, MOST_STEPS } from './labourOf.ts'
import { readUpdate } from './readUpdate.ts'
import { update } from './testing/frames.ts'
import { editSomewhere, seeded, withRoots } from './testing/randomEdits.ts'
import { COMMENTS, openOwner, startStudio, updateOf } from './testing/syncHarness.ts'

const isLaborious = (doc: Y.Doc, news: News): boolean => labourOf(doc, news) > MOST_STEPS

const newsIn = (bytes: Uint8Array, known: readonly Uint8Array[] = []) => {
  const knowledge = new Knowledge()
  const learn = (one: Uint8Array) => {
    const assessment = knowledge.assess(readUpdate(one))
    if (assessment.kind === 'gap') throw new Error('it has a gap')
    return assessment.news
  }
  for (const one of known) knowledge.take(learn(one))
  return learn(bytes)
}

const NULL = [1, 126]
const LIST = [1, 4, ...Buffer.from('list')]
const MAP = [1, 3, ...Buffer.from('map')]
const times = <Made>(count: number, make: (i: number) => Made) =>
  Array.from({ length: count }, (_, i) => make(i))

/** An update of client 7: structs of numbers, and what of them is deleted. */
const craft = (structs: readonly (readonly number[])[], deleted: readonly number[] = []) => {
  const encoder = encoding.createEncoder()
  for (const number of [1, structs.length, 7, 0]) encoding.writeVarUint(encoder, number)
  for (const [info = 0, ...numbers] of structs) {
    encoding.writeUint8(encoder, info)
    for (const number of numbers) encoding.writeVarUint(encoder, number)
  }
  encoding.writeVarUint(encoder, deleted.length === 0 ? 0 : 1)
  if (deleted.length > 0)
    for (const number of [7, deleted.length, ...deleted.flatMap((clock) => [clock, 1])])
      encoding.writeVarUint(encoder, number)
  return encoding.toUint8Array(encoder)
}

const MANY = 3000
const oneLong = [8, ...LIST, 2 * MANY, ...times(2 * MANY, () => 126)]
const behind = times(MANY, (i) => (i === 0 ? [8, ...LIST, ...NULL] : [0x88, 7, i - 1, ...NULL]))
const searched = craft([...behind, ...times(MANY, (i) => [0x48, 7, MANY - 1 - i, ...NULL])])

test.each([
  ['all under one key', craft(times(MANY, () => [0x28, ...MAP, 1, 107, ...NULL]))],
  ['all at the beginning, each before another', searched],
  [
    'each within a long one',
    craft([oneLong, ...times(MANY, (i) => [0x88, 7, 2 * (MANY - 1 - i), ...NULL])]),
  ],
  [
    'deletions within a long one',
    craft(
      [oneLong],
      times(MANY, (i) => 2 * i),
    ),
  ],
])('[DR14] laborious: %s', (_what, bytes) => {
  expect(isLaborious(new Y.Doc(), newsIn(bytes))).toBe(true)
})

test.each([1, 2])('[DR14] what somebody did in a day without a line is not (seed %i)', (seed) => {
  const known = withRoots()
  const before = Y.encodeStateAsUpdate(known)
  const copy = withRoots()
  const random = seeded(seed)
  const bytes = updateOf((doc) => {
    for (let i = 0; i < 200; i += 1) editSomewhere(doc, random)
    for (let i = 0; i < MANY; i += 1) {
      const points = Y.Array.from([i])
      const stroke = new Y.Map<unknown>(Object.entries({ done: false, points }))
      doc.getMap('strokes').set(`s${i}`, stroke)
      points.push([i])
      stroke.set('done', true)
    }
  }, copy)
  const news = newsIn(bytes, [before])
  expect(news.sections[0]?.structs.length).toBeGreaterThan(MANY)
  expect(isLaborious(known, news)).toBe(false)
})

/** A list and a key that were written in turn, so that nothing of either was joined with what came before. */
const writtenInTurn = (count: number): Y.Doc => {
  const doc = new Y.Doc()
  for (let i = 0; i < count; i += 1) {
    doc.getArray('list').push([i])
    doc.getMap('map').set('k', i)
  }
  return doc
}

test.each([
  ['at the beginning of a long list', [0x01, ...LIST, 1]],
  ['under a key that was overwritten many times', [0x21, ...MAP, 1, 107, 1]],
])('[DR14] a few structs that ask for a place among much that is there: %s', (_what, struct) => {
  const ask = (count: number) => newsIn(craft(times(count, () => struct)))
  const doc = writtenInTurn(MANY)
  expect(isLaborious(doc, ask(10))).toBe(false)
  expect(isLaborious(doc, ask(100))).toBe(true)
  expect(isLaborious(writtenInTurn(10), ask(100))).toBe(false)
})

test('[DR14] a few bytes that take thousands of pieces out of what is there in one', () => {
  const doc = new Y.Doc()
  doc.getArray('list').insert(
    0,
    times(2 * MANY, (i) => i),
  )
  const whole = Y.encodeStateAsUpdate(doc)
  const every = (step: number) => {
    const ranges = times(Math.floor((2 * MANY) / step), (i) => [step * i + 1, 1])
    const encoder = encoding.createEncoder()
    for (const number of [0, 1, doc.clientID, ranges.length, ...ranges.flat()])
      encoding.writeVarUint(encoder, number)
    return newsIn(encoding.toUint8Array(encoder), [whole])
  }
  expect(isLaborious(doc, every(600))).toBe(false)
  expect(isLaborious(doc, every(2))).toBe(true)
})

test('[DR14] answers in hundreds of lists in which others have answered meanwhile are not laborious', () => {
  const doc = new Y.Doc()
  const listsIn = (one: Y.Doc) => [...one.getMap<Y.Array<unknown>>('map').values()]
  const answer = (list: Y.Array<unknown>) => list.push([new Y.Map([['text', 1]])])
  for (let i = 0; i < 300; i += 1) doc.getMap('map').set(`thread${i}`, new Y.Array())
  for (const list of listsIn(doc)) for (let i = 0; i < 20; i += 1) answer(list)
  const away = new Y.Doc()
  Y.applyUpdate(away, Y.encodeStateAsUpdate(doc))
  const before = Y.encodeStateVector(away)
  for (const one of [doc, away])
    for (const list of listsIn(one)) for (let i = 0; i < 3; i += 1) answer(list)
  const news = newsIn(Y.encodeStateAsUpdate(away, before), [Y.encodeStateAsUpdate(doc)])
  expect(news.sections[0]?.structs).toHaveLength(1800)
  expect(labourOf(doc, news)).toBeGreaterThan(0)
  expect(isLaborious(doc, news)).toBe(false)
})

/** A list of maps of five fields, as messages are. */
const withMaps = (count: number): Y.Doc => {
  const doc = new Y.Doc()
  const fields = () => new Y.Map<unknown>(times(5, (i) => [`f${i}`, i]))
  doc.getArray('list').insert(
    0,
    times(count, () => fields()),
  )
  return doc
}

test('[DR14] taking thousands of maps out of one person’s tens of thousands is laborious, a few are not', () => {
  const doc = withMaps(12_000)
  const whole = Y.encodeStateAsUpdate(doc)
  const [before, at] = [new Y.Doc(), Y.encodeStateVector(doc)]
  Y.applyUpdate(before, whole)
  const deletedUpTo = (count: number) => {
    doc.getArray('list').delete(0, count)
    return Y.encodeStateAsUpdate(doc, at)
  }
  expect(isLaborious(before, newsIn(deletedUpTo(200), [whole]))).toBe(false)
  expect(isLaborious(before, newsIn(deletedUpTo(11_000), [whole]))).toBe(true)
})

test('[DR14] nor do they come and go in one update', () => {
  const doc = withMaps(12_000)
  const ids = [...doc.getArray<Y.Map<unknown>>('list')].flatMap(({ _item }) => _item?.id ?? [])
  const full = Y.decodeUpdate(Y.encodeStateAsUpdate(doc))
  const news = newsIn(Y.encodeStateAsUpdate(doc))
  expect(full.structs).toHaveLength(72_000)
  const deletions = new Map([
    [doc.clientID, ids.map(({ clock }) => ({ from: clock, to: clock + 6 }))],
  ])
  expect(isLaborious(new Y.Doc(), news)).toBe(false)
  expect(isLaborious(new Y.Doc(), { ...news, deletions })).toBe(true)
})

test('[DR14] a laborious update is refused before it is tried', async () => {
  let asked = 0
  const guard = () => {
    asked += 1
    return true
  }
  const studio = await startStudio({ owners: [openOwner({ kind: 'comments', guard })] })
  const client = studio.raw(COMMENTS, 'wangfang')
  await client.opened
  client.send(update(searched))
  expect((await client.closed).code).toBe(4422)
  expect(asked).toBe(0)
  await studio.stop()
})
