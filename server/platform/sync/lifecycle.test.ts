import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { afterEach, describe, expect, test } from 'vitest'
import { readSyncMessage } from 'y-protocols/sync'
import * as Y from 'yjs'
import type { DocStore } from './DocStore.ts'
import { memoryDocStore } from './memoryDocStore.ts'
import { appendLater } from './testing/appendLater.ts'
import { startReference } from './testing/referenceServer.ts'
import {
  bodyOf,
  deferred,
  openOwner,
  PLAN,
  rawClient,
  type Studio,
  startStudio,
  tellsText,
  threadProjection,
  type,
  until,
} from './testing/syncHarness.ts'

let studio: Studio
afterEach(() => studio.stop())

/** A store as slow as a distant disk. */
const slow = (store: DocStore, ms: number): DocStore => {
  const wait = () => new Promise((resolve) => setTimeout(resolve, ms))
  return {
    ...store,
    load: async (name) => {
      await wait()
      return store.load(name)
    },
    append: appendLater(async (batch) => {
      await wait()
      return store.append(batch)
    }),
    create: async (meta, first) => {
      await wait()
      return store.create(meta, first)
    },
  }
}

describe('a store that takes 80 ms', () => {
  test.each([0, 10, 60, 100, 400])(
    '[DR1] [DR2] A types and leaves, B opens %i ms later: its first sight is complete and nothing is lost',
    async (pauseMs) => {
      const store = memoryDocStore()
      studio = await startStudio({ store: slow(store, 80) })
      const a = studio.stock(PLAN, 'wangfang')
      await until('a synced', () => a.provider.synced)
      type(a.doc, '甲')
      a.leave()
      // The pause is the case under test, not a wait for a result.
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      const b = studio.stock(PLAN, 'zhaolei1')
      let firstSight: string | null = null
      b.provider.on('sync', () => {
        firstSight ??= bodyOf(b.doc)
      })
      await until('b synced', () => b.provider.synced)
      // Zero pause: b may ask before the text of a has even arrived. Then it comes as an update.
      if (pauseMs >= 10) expect(firstSight).toBe('甲')
      type(b.doc, '乙')
      await until('both texts', () => /^(甲乙|乙甲)$/.test(bodyOf(b.doc)))
      b.leave()
      await until('the room is gone', () => studio.rooms.local.connections(PLAN).length === 0)
      const kept = await studio.rooms.read(PLAN)
      expect([...bodyOf(kept)].sort()).toEqual([...'甲乙'].sort())
    },
  )

  test('[DR1] nothing is said before the load is done', async () => {
    const loading = deferred()
    const store = memoryDocStore()
    studio = await startStudio({
      store: {
        ...store,
        load: async (name) => {
          await loading.promise
          return store.load(name)
        },
      },
    })
    const client = studio.raw(PLAN, 'wangfang')
    await client.opened
    client.send(Uint8Array.of(0, 0, 1, 0))
    await until('it is in the room', () => studio.rooms.local.connections(PLAN).length === 1)
    client.socket.ping()
    await new Promise((resolve) => client.socket.once('pong', resolve))
    expect(client.received).toHaveLength(0)
    loading.resolve()
    await until('then it is answered', () => client.ofType(0).some((m) => m[1] === 1))
  })

  test('[DR2] whoever joins while the last write is underway joins the same room', async () => {
    const writing = deferred()
    const store = memoryDocStore()
    let loads = 0
    studio = await startStudio({
      store: {
        ...store,
        load: (name) => {
          loads += 1
          return store.load(name)
        },
        append: appendLater(async (batch) => {
          await writing.promise
          return store.append(batch)
        }),
      },
    })
    const a = studio.stock(PLAN, 'wangfang')
    await until('a synced', () => a.provider.synced)
    const before = loads
    type(a.doc, '甲')
    await until('it is gone', () => {
      a.leave()
      return studio.rooms.local.connections(PLAN).length === 0
    })
    const b = studio.stock(PLAN, 'zhaolei1')
    await until('b is in the room', () => studio.rooms.local.connections(PLAN).length === 1)
    expect(loads).toBe(before)
    writing.resolve()
    await until('b synced', () => b.provider.synced)
    expect(bodyOf(b.doc)).toBe('甲')
  })

  test('[DR2] a deserted room leaves nothing in memory, and opens again from the store', async () => {
    const store = memoryDocStore()
    let loads = 0
    const counting: DocStore = {
      ...store,
      load: (name) => {
        loads += 1
        return store.load(name)
      },
    }
    studio = await startStudio({ store: counting })
    for (const expected of ['一', '一一', '一一一']) {
      const client = studio.stock(PLAN, 'wangfang')
      await until('synced', () => client.provider.synced)
      type(client.doc, '一')
      await until('stored', () => (store.docs.get(PLAN)?.updates.length ?? 0) === expected.length)
      client.leave()
      await until('gone', () => studio.rooms.local.connections(PLAN).length === 0)
      expect(bodyOf(await studio.rooms.read(PLAN))).toBe(expected)
    }
    expect(loads).toBeGreaterThanOrEqual(4)
  })
})

test('[DR1] control: a reference server shows an empty document and loses the text', async () => {
  studio = await startStudio()
  const reference = await startReference(80)
  const say = async (text: string) => {
    const client = rawClient(`${reference.url}/doc`)
    await client.opened
    const doc = new Y.Doc()
    client.send(Uint8Array.of(0, 0, 1, 0))
    await until('synced', () => client.received.some((m) => m[0] === 0 && m[1] === 1))
    const step2 = client.received.find((m) => m[0] === 0 && m[1] === 1)
    const decoder = decoding.createDecoder(step2!)
    decoding.readVarUint(decoder)
    readSyncMessage(decoder, encoding.createEncoder(), doc, null)
    const firstSight = bodyOf(doc)
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarUint(encoder, 2)
    doc.getText('body').insert(doc.getText('body').length, text)
    encoding.writeVarUint8Array(encoder, Y.encodeStateAsUpdate(doc))
    client.send(encoding.toUint8Array(encoder))
    client.socket.close()
    await client.closed
    return firstSight
  }
  await say('甲')
  const firstSight = await say('乙')
  expect(firstSight).toBe('')
  await until('both were written', () => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, reference.disk.get('/doc') ?? Uint8Array.of(0, 0))
    return bodyOf(doc) === '乙'
  })
  await reference.stop()
})

test('[DR17] closing writes everything down, then closes with 1012', async () => {
  const memory = memoryDocStore()
  const store = slow(memory, 30)
  let isWriting = false
  const append: DocStore['append'] = (batch) => {
    isWriting = true
    return store.append(batch)
  }
  const stored: string[] = []
  const owner = openOwner(tellsText((text) => void stored.push(text)))
  studio = await startStudio({ store: { ...store, append }, owners: [owner] })
  const a = studio.stock(PLAN, 'wangfang')
  await until('synced', () => a.provider.synced)
  type(a.doc, '最后一句')
  await until('it has arrived', () => isWriting)
  await studio.rooms.close()
  expect(memory.docs.get(PLAN)?.updates).toHaveLength(1)
  expect(stored).toEqual(['最后一句'])
  await until('1012', () => a.codes.includes(1012))
  const late = studio.raw(PLAN, 'zhaolei1')
  expect((await late.closed).code).toBe(1012)
})

test('[DR24] the projection is stored once after the last update, with who wrote', async () => {
  const calls: { text: string; authors: readonly string[] }[] = []
  const owner = openOwner(tellsText((text, authors) => void calls.push({ text, authors })))
  studio = await startStudio({ owners: [owner] })
  const a = studio.stock(PLAN, 'wangfang')
  const b = studio.stock(PLAN, 'zhaolei1')
  await until('synced', () => a.provider.synced && b.provider.synced)
  for (let i = 0; i < 30; i += 1) type(a.doc, 'a')
  await until('b has it', () => bodyOf(b.doc).length === 30)
  type(b.doc, 'b')
  await until('a has it', () => bodyOf(a.doc).length === 31)
  a.leave()
  b.leave()
  await until('it ran after the last', () => calls.at(-1)?.text.length === 31)
  expect(calls.length).toBeLessThanOrEqual(2)
  expect(new Set(calls.flatMap(({ authors }) => authors))).toEqual(
    new Set(['wangfang', 'zhaolei1']),
  )
})

test('[DR24] a small document is projected on the spot, a larger one in a thread of its own', async () => {
  const calls: string[] = []
  const owner = openOwner(tellsText((where) => void calls.push(where), threadProjection))
  studio = await startStudio({ owners: [owner] })
  const a = studio.stock(PLAN, 'wangfang')
  await until('synced', () => a.provider.synced)
  type(a.doc, '一')
  await until('it was told', () => calls.length === 1)
  for (let i = 0; i < 40; i += 1) {
    type(a.doc, '二')
    await new Promise((resolve) => setImmediate(resolve))
  }
  a.leave()
  await until('it was told of the rest', () => calls.length === 2)
  expect(calls).toEqual(['here', 'in the thread'])
})

test('[DR23] the server edits and reads; everybody sees it; edits follow one another', async () => {
  studio = await startStudio()
  const a = studio.stock(PLAN, 'wangfang')
  await until('synced', () => a.provider.synced)
  const first = studio.rooms.transact(PLAN, (doc) => type(doc, '一'))
  const second = studio.rooms.transact(PLAN, (doc) => type(doc, `${bodyOf(doc).length}`))
  await Promise.all([first, second])
  expect(bodyOf(await studio.rooms.read(PLAN))).toBe('一1')
  await until('a sees it', () => bodyOf(a.doc) === '一1')
  await expect(
    studio.rooms.transact(PLAN, () => {
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  const history = await studio.rooms.history(PLAN, { afterSeq: 0, limit: 10_000 })
  expect(history.map(({ authorId }) => authorId)).toEqual([null, null])
})
