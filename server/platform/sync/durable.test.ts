import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { DocStore } from './DocStore.ts'
import { memoryDocStore } from './memoryDocStore.ts'
import { ackCount, step1, update } from './testing/frames.ts'
import {
  bodyOf,
  deferred,
  openOwner,
  PLAN,
  type Studio,
  startStudio,
  tellsText,
  type,
  until,
  updateOf,
} from './testing/syncHarness.ts'

let studio: Studio
afterEach(() => studio.stop())

/** Written at once, and durable when the test says so: a disk behind a kernel. */
const lateDisk = () => {
  const store = memoryDocStore()
  const waiting: (() => void)[] = []
  return {
    docs: store.docs,
    syncs: () => {
      for (const resolve of waiting.splice(0)) resolve()
    },
    store: {
      ...store,
      append: (batch) => {
        store.append(batch)
        const { promise, resolve } = deferred()
        waiting.push(resolve)
        return { written: null, durable: promise }
      },
    } satisfies DocStore,
  }
}

type Client = ReturnType<Studio['raw']>
const acksOf = ({ received }: Client) => received.map(ackCount).filter((count) => count !== null)
/** Everything the client has sent until now was heard. */
const heard = async (client: Client) => {
  client.socket.ping()
  await new Promise((resolve) => client.socket.once('pong', resolve))
  await new Promise((resolve) => setImmediate(resolve))
}

test('[DR6] what is written is passed on at once, and acknowledged only when it is durable', async () => {
  const disk = lateDisk()
  studio = await startStudio({ store: disk.store })
  const b = studio.stock(PLAN, 'zhaolei1')
  await until('b is there', () => b.provider.synced)
  const a = studio.raw(PLAN, 'wangfang', '&ack=1')
  await a.opened
  a.send(update(updateOf((d) => type(d, '甲'))))
  await until('b sees it', () => bodyOf(b.doc) === '甲')
  await heard(a)
  expect(acksOf(a)).toEqual([])
  expect(disk.docs.get(PLAN)?.updates).toHaveLength(1)
  disk.syncs()
  await until('a is told', () => acksOf(a).includes(1))
})

test('[DR7] what was known already waits for the disk like what it repeats', async () => {
  const disk = lateDisk()
  studio = await startStudio({ store: disk.store })
  const said = updateOf((d) => type(d, '甲'))
  const a = studio.raw(PLAN, 'wangfang', '&ack=1')
  const again = studio.raw(PLAN, 'wangfang', '&ack=1')
  await Promise.all([a.opened, again.opened])
  a.send(update(said))
  await until('it is written', () => disk.docs.get(PLAN)?.updates.length === 1)
  again.send(update(said))
  await heard(again)
  expect(acksOf(again)).toEqual([])
  disk.syncs()
  await until('both are told', () => acksOf(a).includes(1) && acksOf(again).includes(1))
})

test('[DR17] shutting down waits for the disk, not only for the write', async () => {
  const disk = lateDisk()
  studio = await startStudio({ store: disk.store })
  const a = studio.raw(PLAN, 'wangfang', '&ack=1')
  await a.opened
  a.send(update(updateOf((d) => type(d, '甲'))))
  await until('it is written', () => disk.docs.get(PLAN)?.updates.length === 1)
  let isClosed = false
  const closing = studio.rooms.close().then(() => {
    isClosed = true
  })
  await heard(a)
  expect(isClosed).toBe(false)
  disk.syncs()
  await closing
  await until('it was told before it was sent away', () => acksOf(a).includes(1))
  expect((await a.closed).code).toBe(1012)
})

test('[DR17] closing waits for the owner, however many are in the room', async () => {
  const told: string[] = []
  const stored = async (text: string) => {
    await new Promise((resolve) => setTimeout(resolve, 20))
    told.push(text)
  }
  studio = await startStudio({ owners: [openOwner(tellsText(stored))] })
  const clients = ['wangfang', 'zhaolei1', 'chenjie1'].map((as) => studio.raw(PLAN, as, '&ack=1'))
  await Promise.all(clients.map(({ opened }) => opened))
  clients[0]!.send(update(updateOf((d) => type(d, '最后一句'))))
  await until('it is stored', () => acksOf(clients[0]!).includes(1))
  await studio.rooms.close()
  expect(told).toEqual(['最后一句'])
})

test('[DR5] the greeting is the epoch, what the server has, who is there; nothing comes before', async () => {
  studio = await startStudio()
  const first = studio.stock(PLAN, 'zhaolei1')
  first.awareness.setLocalState({ cursor: 1 })
  await until('somebody is there', () => first.provider.synced)
  type(first.doc, '甲')
  await until('it is known', () => first.provider.synced)
  const b = studio.raw(PLAN, 'wangfang', '&epoch=')
  await b.opened
  await until('greeted', () => b.received.length >= 3)
  expect(b.received.slice(0, 3).map((message) => message[0])).toEqual([101, 0, 1])
  b.send(step1())
  await until('answered', () => b.ofType(0).length === 2)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, (b.ofType(0)[1] ?? new Uint8Array()).subarray(3))
  expect(bodyOf(doc)).toBe('甲')
})
