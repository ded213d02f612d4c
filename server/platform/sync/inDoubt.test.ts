import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { memoryDocStore } from './memoryDocStore.ts'
import { appendLater } from './testing/appendLater.ts'
import { ackCount, step1, step2, update } from './testing/frames.ts'
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

/** After an append that failed for good nobody knows what the store has, until it was read again. */

let studio: Studio
afterEach(() => studio.stop())

/** A store that the test can break: it loses what it is handed when the test says so, or says that it did. */
const brokenStore = () => {
  const kept = memoryDocStore()
  const is = { losing: false, lying: false, unreadable: false }
  const counts = { appends: 0, loads: 0 }
  const loss = deferred()
  return {
    ...{ kept, is, counts, loss },
    store: {
      ...kept,
      load: async (name: typeof PLAN) => {
        counts.loads += 1
        if (is.unreadable) throw new Error('the database is away')
        return kept.load(name)
      },
      append: appendLater(async (batch) => {
        counts.appends += 1
        if (is.losing) {
          await loss.promise
          throw new Error('disk full')
        }
        const receipt = kept.append(batch)
        if (is.lying) throw new Error('connection lost after the commit')
        return receipt
      }),
    },
  }
}

const acksOf = ({ received }: { readonly received: readonly Uint8Array[] }) =>
  received.map(ackCount).filter((count) => count !== null)

/** A socket that has been greeted and has the document. */
const greeted = async (as: string) => {
  const client = studio.raw(PLAN, as, '&ack=1')
  await client.opened
  client.send(step1())
  await until(`${as} has the document`, () => client.ofType(0).length === 2)
  return client
}

/** Everything it has sent was heard. */
const heard = async ({ socket }: Awaited<ReturnType<typeof greeted>>) => {
  socket.ping()
  await new Promise((resolve) => socket.once('pong', resolve))
  await new Promise((resolve) => setImmediate(resolve))
}

/** Somebody whose next words the store will lose, and a reader who is there all the time. */
const losing = async (more: Parameters<typeof startStudio>[0] = {}) => {
  const broken = brokenStore()
  const { store, is, counts, loss } = broken
  studio = await startStudio({ store, retry: { attempts: 1, pauseMs: 1 }, ...more })
  const writer = await greeted('wangfang')
  const reader = await greeted('readerone')
  const doc = new Y.Doc()
  writer.send(update(updateOf((d) => type(d, '甲'), doc)))
  await until('stored', () => acksOf(writer).includes(1))
  await until('told', () => reader.ofType(0).length === 3)
  is.losing = true
  const lost = updateOf((d) => type(d, '丢'), doc)
  return {
    ...{ is, counts, writer, reader, doc, lost },
    /** The words are on their way to the store. */
    say: async () => {
      const before = counts.appends
      writer.send(update(lost))
      await until('it is underway', () => counts.appends > before)
    },
    /** They are lost, and their writer is sent away. */
    lose: async () => {
      loss.resolve()
      expect((await writer.closed).code).toBe(4507)
      is.losing = false
    },
  }
}

test('[DR7] [DR8] what the store has lost is not acknowledged to a reader who has it as well', async () => {
  const { reader, lost, say, lose } = await losing()
  await say()
  await lose()
  reader.send(update(lost))
  expect((await reader.closed).code).toBe(4403)
  expect(acksOf(reader)).toEqual([])
})

test('[DR7] [DR8] nor to one who comes then, who is told what the store has', async () => {
  const { reader, lost, say, lose } = await losing()
  await say()
  await lose()
  const late = await greeted('readertwo')
  expect(late.ofType(0)[0]).not.toEqual(reader.ofType(0)[0])
  late.send(update(lost))
  expect((await late.closed).code).toBe(4403)
  expect([acksOf(late), reader.code]).toEqual([[], null])
})

test('[DR7] [DR8] nor to one who said it before it was lost', async () => {
  const { reader, lost, say, lose } = await losing()
  const bystander = await greeted('readertwo')
  await say()
  reader.send(update(lost))
  await heard(reader)
  await lose()
  expect((await reader.closed).code).toBe(4507)
  expect([acksOf(reader), bystander.code]).toEqual([[], null])
})

test('[DR5] [DR8] a reader whose greeting named it comes back and is told anew', async () => {
  const { reader, say, lose } = await losing()
  const before = await greeted('readertwo')
  await say()
  const misled = studio.raw(PLAN, 'readertwo')
  await until('greeted', () => misled.ofType(0).length === 1)
  await lose()
  expect((await misled.closed).code).toBe(4507)
  const back = studio.raw(PLAN, 'readertwo')
  await until('greeted again', () => back.ofType(0).length === 1)
  expect(misled.ofType(0)[0]).not.toEqual(before.ofType(0)[0])
  expect(back.ofType(0)[0]).toEqual(before.ofType(0)[0])
  expect(reader.code).toBeNull()
})

test('[DR8] while it cannot be read again nobody is heard or let in, and then everybody is', async () => {
  const { reader, doc, is, counts, say, lose } = await losing({ beatMs: 20 })
  await say()
  is.unreadable = true
  const before = counts.loads
  await lose()
  reader.send(step2(Uint8Array.of(0, 0)))
  reader.send(step1())
  expect((await studio.raw(PLAN, 'readertwo').closed).code).toBe(4507)
  await until('it was tried more than once', () => counts.loads >= before + 3)
  expect([reader.code, acksOf(reader), reader.ofType(0).length]).toEqual([null, [], 3])
  is.unreadable = false
  await until('heard', () => acksOf(reader).includes(1) && reader.ofType(0).length > 3)
  const back = await greeted('wangfang')
  back.send(step2(Y.encodeStateAsUpdate(doc)))
  await until('stored', () => acksOf(back).includes(1))
  expect(bodyOf(await studio.rooms.read(PLAN))).toBe('甲丢')
})

test('[DR8] what was kept after all is told the readers who stayed, and the owner', async () => {
  const told: string[] = []
  const { writer, reader, lost, is } = await losing({
    owners: [openOwner(tellsText((text) => void told.push(text)))],
  })
  const stock = studio.stock(PLAN, 'readertwo')
  await until('synced', () => stock.provider.synced)
  await until('the owner knows the first', () => told.includes('甲'))
  is.losing = false
  is.lying = true
  writer.send(update(lost))
  expect((await writer.closed).code).toBe(4507)
  await until('the reader has it', () => bodyOf(stock.doc) === '甲丢')
  expect(stock.codes).toEqual([])
  stock.leave()
  reader.leave()
  await until('the owner too', () => told.includes('甲丢'))
})

test('[DR8] it is read again as often as it is lost', async () => {
  const { reader, doc, is, counts, say, lose } = await losing()
  await say()
  await lose()
  const before = counts.loads
  for (const times of [1, 2, 3]) {
    is.lying = true
    const writer = await greeted('wangfang')
    writer.send(update(updateOf((d) => type(d, String(times)), doc)))
    writer.send(step2(Y.encodeStateAsUpdate(doc)))
    expect((await writer.closed).code).toBe(4507)
    await until('read again', () => counts.loads === before + times)
    is.lying = false
    expect(bodyOf(await studio.rooms.read(PLAN))).toBe('甲丢123'.slice(0, 2 + times))
  }
  expect([reader.code, acksOf(reader)]).toEqual([null, []])
})
