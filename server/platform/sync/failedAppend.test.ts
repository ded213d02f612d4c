import { afterEach, expect, test } from 'vitest'
import { memoryDocStore } from './memoryDocStore.ts'
import { appendLater } from './testing/appendLater.ts'
import { bodyOf, PLAN, type Studio, startStudio, type, until } from './testing/syncHarness.ts'

let studio: Studio
afterEach(() => studio.stop())

test('[DR8] a failed append is passed on to nobody; it is tried again and then it is', async () => {
  const store = memoryDocStore()
  let isBroken = false
  let failures = 0
  studio = await startStudio({
    store: {
      ...store,
      append: appendLater(async (batch) => {
        if (isBroken) {
          failures += 1
          throw new Error('disk full')
        }
        return store.append(batch)
      }),
    },
    retry: { attempts: 50, pauseMs: 1 },
  })
  const a = studio.stock(PLAN, 'wangfang')
  const b = studio.raw(PLAN, 'readerone', '&ack=1')
  await b.opened
  b.send(Uint8Array.of(0, 0, 1, 0))
  await until('synced', () => a.provider.synced && b.ofType(0).length >= 2)
  isBroken = true
  const before = b.ofType(0).length
  type(a.doc, '甲')
  await until('it failed a few times', () => failures >= 3)
  expect(b.ofType(0).length).toBe(before)
  isBroken = false
  await until('b has it', () => b.ofType(0).length > before)
  expect(a.codes).toEqual([])
})

test('[DR8] when it keeps failing the writers are sent away, readers stay, and all is well later', async () => {
  const store = memoryDocStore()
  let isBroken = false
  studio = await startStudio({
    store: {
      ...store,
      append: appendLater(async (batch) => {
        if (isBroken) throw new Error('disk full')
        return store.append(batch)
      }),
    },
    retry: { attempts: 2, pauseMs: 1 },
  })
  const a = studio.stock(PLAN, 'wangfang')
  const reader = studio.stock(PLAN, 'readerone')
  await until('synced', () => a.provider.synced && reader.provider.synced)
  type(a.doc, '甲')
  await until('the reader has it', () => bodyOf(reader.doc) === '甲')
  isBroken = true
  type(a.doc, '乙')
  await until('a was sent away', () => a.codes.includes(4507))
  expect(reader.codes).toEqual([])
  expect(bodyOf(reader.doc)).toBe('甲')
  isBroken = false
  await until('a came back and its text with it', () => bodyOf(reader.doc) === '甲乙')
  expect(store.docs.get(PLAN)?.updates).toHaveLength(2)
})

test('[DR8] an append that failed after it was written does no harm', async () => {
  const store = memoryDocStore()
  let isLying = false
  studio = await startStudio({
    store: {
      ...store,
      append: appendLater(async (batch) => {
        const receipt = store.append(batch)
        if (isLying) throw new Error('connection lost after the commit')
        return receipt
      }),
    },
    retry: { attempts: 2, pauseMs: 1 },
  })
  const a = studio.stock(PLAN, 'wangfang')
  const reader = studio.stock(PLAN, 'readerone')
  await until('synced', () => a.provider.synced && reader.provider.synced)
  isLying = true
  type(a.doc, '甲')
  await until('a was sent away', () => a.codes.includes(4507))
  isLying = false
  type(a.doc, '乙')
  await until('everybody has both', () => bodyOf(reader.doc) === '甲乙' && a.provider.synced)
  expect(bodyOf(await studio.rooms.read(PLAN))).toBe('甲乙')
})
