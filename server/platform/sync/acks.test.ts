import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { memoryDocStore } from './memoryDocStore.ts'
import { appendLater } from './testing/appendLater.ts'
import { ackCount, step1, step2, update } from './testing/frames.ts'
import {
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

/** A store whose appends wait until the test lets them through. */
const heldStore = () => {
  const store = memoryDocStore()
  let held = deferred()
  let appends = 0
  return {
    store: {
      ...store,
      append: appendLater(async (batch) => {
        appends += 1
        await held.promise
        return store.append(batch)
      }),
    },
    docs: store.docs,
    appends: () => appends,
    release: () => {
      held.resolve()
      held = deferred()
    },
  }
}

const acksOf = (received: readonly Uint8Array[]) =>
  received.map(ackCount).filter((count) => count !== null)

test('[DR7] an ack comes after the append, never before', async () => {
  const held = heldStore()
  studio = await startStudio({ store: held.store })
  const doc = new Y.Doc()
  const a = studio.raw(PLAN, 'wangfang', '&ack=1')
  const b = studio.raw(PLAN, 'zhaolei1', '&ack=1')
  await Promise.all([a.opened, b.opened])
  b.send(step1())
  await until('b has the document', () => b.ofType(0).length === 2)
  a.send(update(updateOf((d) => type(d, '甲'), doc)))
  await until('the append is underway', () => held.appends() === 1)
  a.socket.ping()
  await new Promise((resolve) => a.socket.once('pong', resolve))
  expect(acksOf(a.received)).toEqual([])
  expect(b.ofType(0)).toHaveLength(2)
  // What is already on its way is not acknowledged either when it is said again.
  a.send(step2(Y.encodeStateAsUpdate(doc)))
  a.socket.ping()
  await new Promise((resolve) => a.socket.once('pong', resolve))
  expect(acksOf(a.received)).toEqual([])
  held.release()
  await until('both are acknowledged', () => acksOf(a.received).includes(2))
  expect(held.docs.get(PLAN)?.updates).toHaveLength(1)
  await until('passed on', () => b.ofType(0).length === 3)
})

test('[DR7] nobody who did not ask gets one', async () => {
  studio = await startStudio()
  const doc = new Y.Doc()
  const silent = studio.raw(PLAN, 'wangfang')
  const asking = studio.raw(PLAN, 'zhaolei1', '&ack=1')
  await Promise.all([silent.opened, asking.opened])
  silent.send(step1())
  asking.send(step1())
  await until('joined', () => silent.ofType(0).length === 2 && asking.ofType(0).length === 2)
  silent.send(update(updateOf((d) => type(d, '甲'), doc)))
  await until('the other has it', () => asking.ofType(0).length === 3)
  const types = new Set(silent.received.map((message) => message[0]))
  expect([...types].every((messageType) => messageType === 0 || messageType === 1)).toBe(true)
  expect(acksOf(asking.received)).toEqual([])
})

test('[DR7] counts are of the connection, SyncStep2 included, and only rise', async () => {
  studio = await startStudio()
  const doc = new Y.Doc()
  const a = studio.raw(PLAN, 'wangfang', '&ack=1')
  await a.opened
  a.send(step2(Y.encodeStateAsUpdate(doc)))
  for (let i = 0; i < 100; i += 1) a.send(update(updateOf((d) => type(d, String(i)), doc)))
  await until('all acknowledged', () => acksOf(a.received).includes(101))
  const counts = acksOf(a.received)
  expect(counts).toEqual([...counts].sort((x, y) => x - y))
  const again = studio.raw(PLAN, 'wangfang', '&ack=1')
  await again.opened
  again.send(step2(Y.encodeStateAsUpdate(doc)))
  await until('a new connection counts from one', () => acksOf(again.received).includes(1))
})

test('[DR6] updates of one turn, of all rooms, are one append', async () => {
  const store = memoryDocStore()
  const batches: number[] = []
  studio = await startStudio({
    store: {
      ...store,
      append: appendLater(async (batch) => {
        batches.push(batch.length)
        return store.append(batch)
      }),
    },
  })
  const { rooms } = studio
  const names = ['plan:plan0001', 'plan:plan0002', 'plan:plan0003'] as const
  await Promise.all(names.map((name) => rooms.read(name)))
  await Promise.all(names.map((name) => rooms.transact(name, (doc) => type(doc, '同时'))))
  expect(batches).toEqual([3])
})

test('[DR6] one document that cannot be written does not hold up another', async () => {
  const store = memoryDocStore()
  studio = await startStudio({
    store: {
      ...store,
      append: appendLater(async (batch) => {
        if (batch.some(({ name }) => name === 'plan:plan0002')) throw new Error('a bad page')
        return store.append(batch)
      }),
    },
    retry: { attempts: 3, pauseMs: 1 },
  })
  const results = await Promise.allSettled(
    (['plan:plan0001', 'plan:plan0002', 'plan:plan0003'] as const).map((name) =>
      studio.rooms.transact(name, (doc) => type(doc, '字')),
    ),
  )
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

test('[DR6] nobody gets their own update back', async () => {
  studio = await startStudio()
  const doc = new Y.Doc()
  const a = studio.raw(PLAN, 'wangfang', '&ack=1')
  const b = studio.raw(PLAN, 'wangfang')
  await Promise.all([a.opened, b.opened])
  a.send(step1())
  b.send(step1())
  await until('both have the document', () => [a, b].every((c) => c.ofType(0).length === 2))
  a.send(update(updateOf((d) => type(d, '甲'), doc)))
  await until('the other tab has it', () => b.ofType(0).length === 3)
  await until('acknowledged', () => acksOf(a.received).includes(1))
  expect(a.ofType(0)).toHaveLength(2)
})

/** Somebody of whom one update is missing: what they typed next was dropped, and then they answer. */
const answering = async (answer: (doc: Y.Doc) => Uint8Array, ...more: Uint8Array[]) => {
  studio = await startStudio()
  const client = studio.raw(PLAN, 'wangfang', '&ack=1')
  await client.opened
  client.send(step2(Uint8Array.of(0, 0)))
  await until('the first is acknowledged', () => acksOf(client.received).includes(1))
  const doc = new Y.Doc()
  type(doc, '没有发出去')
  client.send(update(updateOf((d) => type(d, '丢'), doc)))
  for (const bytes of more) client.send(update(bytes))
  await until('asked again', () => client.ofType(0).filter((m) => m[1] === 0).length === 2)
  client.send(step2(answer(doc)))
  return { client, doc }
}

test('[DR7] [DR9] a SyncStep2 without what was dropped does not acknowledge it', async () => {
  const { client } = await answering(() => Uint8Array.of(0, 0))
  expect((await client.closed).code).toBe(4400)
  expect(acksOf(client.received)).toEqual([1])
})

test('[DR7] [DR9] nor what was dropped and cannot be read', async () => {
  const { client } = await answering((doc) => Y.encodeStateAsUpdate(doc), Uint8Array.of(9, 9, 9))
  expect((await client.closed).code).toBe(4400)
  expect(acksOf(client.received)).toEqual([1])
})

test('[DR9] what is dropped and never made up for is bounded', async () => {
  const large = updateOf((d) => type(d, 'x'.repeat(20_000)))
  studio = await startStudio()
  const client = studio.raw(PLAN, 'wangfang', '&ack=1')
  await client.opened
  const doc = new Y.Doc()
  type(doc, '没有发出去')
  client.send(update(updateOf((d) => type(d, '丢'), doc)))
  for (let i = 0; i < 10; i += 1) client.send(update(large))
  expect((await client.closed).code).toBe(4507)
})
