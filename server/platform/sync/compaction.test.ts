import { afterEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { memoryDocStore } from './memoryDocStore.ts'
import { ackCount, step1, step2, update } from './testing/frames.ts'
import {
  bodyOf,
  deferred,
  PLAN,
  type Studio,
  startStudio,
  type,
  until,
  updateOf,
} from './testing/syncHarness.ts'

let studio: Studio
afterEach(() => studio.stop())

/** Writes single letters and leaves; resolves when the room is gone and its snapshot made. */
const write = async (
  store: ReturnType<typeof memoryDocStore>,
  letters: number,
  doc = new Y.Doc(),
) => {
  studio = await startStudio({ store })
  const before = store.docs.get(PLAN)?.updates.length ?? 0
  const client = studio.raw(PLAN, 'wangfang', '&ack=1')
  await client.opened
  for (let i = 0; i < letters; i += 1)
    client.send(update(updateOf((d) => type(d, String(i % 10)), doc)))
  await until('stored', () => store.docs.get(PLAN)?.updates.length === before + letters)
  client.leave()
  await studio.rooms.close()
  return doc
}

const digits = (count: number) => Array.from({ length: count }, (_, i) => i % 10).join('')

describe('[DR18] compaction', () => {
  test('an emptied room leaves a snapshot; the log keeps every update', async () => {
    const store = memoryDocStore()
    await write(store, 250)
    const doc = store.docs.get(PLAN)
    expect(doc?.snapshots.map(({ uptoSeq }) => uptoSeq)).toEqual([250])
    expect(doc?.updates).toHaveLength(250)
    await studio.stop()

    studio = await startStudio({ store })
    const reader = studio.stock(PLAN, 'readerone')
    await until('synced', () => reader.provider.synced)
    expect(bodyOf(reader.doc)).toBe(digits(250))
    const history = await studio.rooms.history(PLAN, { afterSeq: 0, limit: 10_000 })
    const replayed = new Y.Doc()
    for (const { update: bytes, authorId } of history) {
      expect(authorId).toBe('wangfang')
      Y.applyUpdate(replayed, bytes)
    }
    expect(bodyOf(replayed)).toBe(digits(250))
  })

  test('deleted text is not in the snapshot, and still in the history', async () => {
    const store = memoryDocStore()
    const written = await write(store, 220)
    await studio.stop()
    studio = await startStudio({ store })
    const client = studio.raw(PLAN, 'wangfang')
    await client.opened
    client.send(update(updateOf((d) => type(d, '秘密的话'), written)))
    client.send(update(updateOf((d) => d.getText('body').delete(0, 224), written)))
    for (let i = 0; i < 200; i += 1) client.send(update(updateOf((d) => type(d, '新'), written)))
    await until('stored', () => store.docs.get(PLAN)?.updates.length === 422)
    client.leave()
    await studio.rooms.close()
    const has = (bytes: Uint8Array) => Buffer.from(bytes).includes('秘密的话')
    expect(has(store.docs.get(PLAN)!.snapshots[0]!.bytes)).toBe(false)
    expect(store.docs.get(PLAN)!.updates.some(({ update: bytes }) => has(bytes))).toBe(true)
    await studio.stop()
    studio = await startStudio({ store })
    expect(bodyOf(await studio.rooms.read(PLAN))).toBe('新'.repeat(200))
  })

  test('while people write on, a long tail is folded, and nobody notices', async () => {
    const store = memoryDocStore()
    studio = await startStudio({ store })
    const doc = new Y.Doc()
    const watcher = studio.stock(PLAN, 'readerone')
    await until('synced', () => watcher.provider.synced)
    const client = studio.raw(PLAN, 'wangfang', '&ack=1')
    await client.opened
    for (let i = 0; i < 2600; i += 1)
      client.send(update(updateOf((d) => type(d, String(i % 10)), doc)))
    await until('all arrived', () => bodyOf(watcher.doc).length === 2600)
    await until('it was folded', () => (store.docs.get(PLAN)?.snapshots.length ?? 0) > 0)
    client.send(update(updateOf((d) => type(d, '完'), doc)))
    await until('and the next too', () => bodyOf(watcher.doc) === `${digits(2600)}完`)
  })
})

test('[DR2] what is written while the last snapshot is being kept has one too when the room goes', async () => {
  const memory = memoryDocStore()
  const keeping = deferred()
  let asked = 0
  studio = await startStudio({
    store: {
      ...memory,
      saveSnapshot: async (...snapshot) => {
        asked += 1
        if (asked === 1) await keeping.promise
        await memory.saveSnapshot(...snapshot)
      },
    },
  })
  const doc = new Y.Doc()
  const comesAndGoes = async (nth: number) => {
    const client = studio.raw(PLAN, 'wangfang')
    await client.opened
    client.send(update(updateOf((d) => type(d, 'x'.repeat(70_000)), doc)))
    await until('stored', () => memory.docs.get(PLAN)?.updates.length === nth)
    client.leave()
    await until('everybody has left', () => studio.rooms.local.connections(PLAN).length === 0)
  }
  await comesAndGoes(1)
  await until('its snapshot is made', () => asked === 1)
  await comesAndGoes(2)
  keeping.resolve()
  await until('the room is gone', () => !studio.rooms.local.owns(PLAN))
  expect(memory.docs.get(PLAN)?.snapshots.map(({ uptoSeq }) => uptoSeq)).toEqual([2, 1])
})

describe('[DR19] damaged rows', () => {
  test('a damaged snapshot: the document opens from its predecessor and the log', async () => {
    const store = memoryDocStore()
    const doc = await write(store, 210)
    await studio.stop()
    await write(store, 210, doc)
    await studio.stop()
    const kept = store.docs.get(PLAN)!
    expect(kept.snapshots.map(({ uptoSeq }) => uptoSeq)).toEqual([420, 210])
    for (const damaged of [0, 1]) {
      kept.snapshots[damaged]!.bytes.fill(9)
      studio = await startStudio({ store })
      expect(bodyOf(await studio.rooms.read(PLAN))).toBe(digits(210).repeat(2))
      await studio.stop()
    }
    studio = await startStudio({ store })
  })

  test('every row damaged in turn: it opens, nothing is pending, the rest is there', async () => {
    const store = memoryDocStore()
    await write(store, 30)
    const rows = store.docs.get(PLAN)!.updates
    for (let at = 0; at < 30; at += 1) {
      const before = rows[at]!.update.slice()
      rows[at]!.update.fill(0xee)
      await studio.stop()
      studio = await startStudio({ store })
      const read = await studio.rooms.read(PLAN)
      expect(bodyOf(read)).toBe(digits(at))
      const client = studio.stock(PLAN, 'readerone')
      await until('it opens', () => client.provider.synced)
      expect(client.doc.store.pendingStructs).toBeNull()
      rows[at]!.update.set(before)
    }
  })

  test('whoever still has the missing part brings it back, and then all of it is there', async () => {
    const store = memoryDocStore()
    const doc = await write(store, 30)
    store.docs.get(PLAN)!.updates[10]!.update.fill(0xee)
    await studio.stop()
    studio = await startStudio({ store })
    expect(bodyOf(await studio.rooms.read(PLAN))).toBe(digits(10))
    // Not its author: a colleague who had the document open.
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
    const colleague = studio.stock(PLAN, 'zhaolei1', copy)
    await until('healed', () => store.docs.get(PLAN)!.updates.length === 31)
    expect(colleague.codes).toEqual([])
    expect(bodyOf(await studio.rooms.read(PLAN))).toBe(digits(30))
    await studio.stop()
    studio = await startStudio({ store })
    expect(bodyOf(await studio.rooms.read(PLAN))).toBe(digits(30))
  })

  test('a reader who has more than the damaged document may read on', async () => {
    const store = memoryDocStore()
    const doc = await write(store, 30)
    store.docs.get(PLAN)!.updates[10]!.update.fill(0xee)
    await studio.stop()
    studio = await startStudio({ store })
    const reader = studio.raw(PLAN, 'readerone', '&ack=1')
    await reader.opened
    reader.send(step1())
    reader.send(step2(Y.encodeStateAsUpdate(doc)))
    await until('tolerated', () => reader.received.some((m) => ackCount(m) === 1))
    expect(store.docs.get(PLAN)!.updates).toHaveLength(30)
  })

  test('what a reader has written is not called known there: they would believe it kept', async () => {
    const store = memoryDocStore()
    const doc = await write(store, 30)
    store.docs.get(PLAN)!.updates[10]!.update.fill(0xee)
    await studio.stop()
    studio = await startStudio({ store })
    const own = new Y.Doc()
    Y.applyUpdate(own, Y.encodeStateAsUpdate(doc))
    type(own, '没有权限的话')
    const reader = studio.raw(PLAN, 'readerone', '&ack=1')
    await reader.opened
    reader.send(step1())
    reader.send(step2(Y.encodeStateAsUpdate(own)))
    await until('refused', () => reader.code === 4403)
    expect(reader.received.some((message) => ackCount(message) !== null)).toBe(false)
  })

  test('what a reader still has of it is no news, and from a writer it is', async () => {
    const store = memoryDocStore()
    const doc = await write(store, 90)
    store.docs.get(PLAN)!.updates[10]!.update.fill(0xee)
    await studio.stop()
    studio = await startStudio({ store })
    const whole = step2(Y.encodeStateAsUpdate(doc))
    for (const who of ['readerone', 'zhaolei1']) {
      const client = studio.raw(PLAN, who, '&ack=1')
      await client.opened
      client.send(step1())
      client.send(whole)
      await until('acknowledged', () => client.received.some((m) => ackCount(m) === 1))
    }
    expect(bodyOf(await studio.rooms.read(PLAN))).toBe(digits(90))
    expect(store.docs.get(PLAN)!.updates).toHaveLength(91)
  })

  test('rows that wait for a damaged one are not buried under a snapshot', async () => {
    const store = memoryDocStore()
    await write(store, 30)
    const row = store.docs.get(PLAN)!.updates[10]!
    const before = row.update.slice()
    row.update.fill(0xee)
    await studio.stop()
    await studio.rooms.close()
    studio = await startStudio({ store })
    const other = new Y.Doc()
    const client = studio.raw(PLAN, 'zhaolei1')
    await client.opened
    for (let i = 0; i < 250; i += 1)
      client.send(update(updateOf((d) => d.getMap('m').set(`k${i}`, i), other)))
    await until('stored', () => store.docs.get(PLAN)!.updates.length === 280)
    client.leave()
    await studio.rooms.close()
    expect(store.docs.get(PLAN)!.snapshots).toHaveLength(0)
    // The row is found again, e.g. in a backup.
    row.update.set(before)
    await studio.stop()
    studio = await startStudio({ store })
    expect(bodyOf(await studio.rooms.read(PLAN))).toBe(digits(30))
  })
})
