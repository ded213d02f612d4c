import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FencedOff, HISTORY_PAGE_BYTES, isFullPage } from './DocStore.ts'
import { docStoreDamageContract } from './docStoreDamage.contract.ts'
import {
  append,
  appendOf,
  bytes,
  count,
  meta,
  NAME,
  OTHER,
  row,
  type StoreUnderTest,
  seqsOf,
} from './testing/storedRows.ts'

/** One suite for every driver. */
export const docStoreContract = (driver: string, open: () => Promise<StoreUnderTest>): void => {
  docStoreDamageContract(driver, open)
  describe(`${driver} keeps documents`, () => {
    let under: StoreUnderTest
    beforeEach(async () => {
      under = await open()
      await under.store.create(meta, appendOf(NAME))
    })
    afterEach(() => under.close())

    test('[DR4] a document nobody made is null; it can be made once', async () => {
      expect(await under.store.load(OTHER)).toBeNull()
      expect(await under.store.create(meta, appendOf(OTHER, 1))).toBe(true)
      const again = { ...meta, epoch: 'epoch-2' }
      expect(await under.store.create(again, appendOf(OTHER, 1, 2))).toBe(false)
      const loaded = await under.store.load(OTHER)
      expect(loaded?.meta).toEqual(meta)
      expect(loaded?.updates.map(({ seq }) => seq)).toEqual([1])
    })

    test('[DR3] appended rows come back in order with author and time, bytes unchanged', async () => {
      const every = Uint8Array.from({ length: 256 }, (_, i) => i)
      await append(under.store, [{ ...appendOf(NAME), updates: [row(1), row(2, every)] }])
      await append(under.store, [appendOf(NAME, 3)])
      const loaded = await under.store.load(NAME)
      expect(loaded?.updates.map(({ seq }) => seq)).toEqual([1, 2, 3])
      expect([...(loaded?.updates[1]?.update ?? [])]).toEqual([...every])
      expect(loaded?.updates[0]).toMatchObject({ atMs: 1_700_000_000_001, authorId: 'wangfang' })
      expect(loaded?.updates[1]).toMatchObject({ authorId: null })
      expect(loaded?.lastSeq).toBe(3)
    })

    test('[DR3] what the caller does to its buffer afterwards changes nothing', async () => {
      const slab = bytes(9, 9, 9)
      await append(under.store, [{ ...appendOf(NAME), updates: [row(1, slab)] }])
      slab.fill(0)
      expect([...((await under.store.load(NAME))?.updates[0]?.update ?? [])]).toEqual([9, 9, 9])
    })

    test('[DR3] receipts come in order, each written before it is durable', async () => {
      const told: string[] = []
      const receipts = count(20).map((seq) => {
        const { written, durable } = under.store.append([appendOf(NAME, seq)])
        const isWritten = (written ?? Promise.resolve()).then(
          () => void told.push(`written ${seq}`),
        )
        return Promise.all([isWritten, durable.then(() => void told.push(`durable ${seq}`))])
      })
      await Promise.all(receipts)
      const only = (what: string) => told.filter((line) => line.startsWith(what))
      expect(only('written')).toEqual(count(20).map((seq) => `written ${seq}`))
      expect(only('durable')).toEqual(count(20).map((seq) => `durable ${seq}`))
      for (const seq of count(20))
        expect(told.indexOf(`written ${seq}`)).toBeLessThan(told.indexOf(`durable ${seq}`))
    })

    test('[DR1] what is written is loaded at once, durable or not', async () => {
      for (const seq of count(30)) {
        await under.store.append([appendOf(NAME, seq)]).written
        expect((await under.store.load(NAME))?.lastSeq).toBe(seq)
        if (seq % 7 === 0) await under.settle()
      }
      expect(seqsOf((await under.store.load(NAME))?.updates)).toEqual(count(30))
    })

    test('[DR3] a number that is taken stays with its first update', async () => {
      await append(under.store, [appendOf(NAME, 1, 2)])
      const second = { ...appendOf(NAME), updates: [row(2, bytes(66))] }
      // Also where it lies in one piece with one that is free.
      const across = { ...second, updates: [...second.updates, row(3)] }
      if (!under.refusesTaken) await append(under.store, [second])
      else
        for (const taken of [second, across])
          await expect(append(under.store, [taken])).rejects.toThrow()
      for (let pass = 0; pass < 2; pass += 1) {
        const updates = (await under.store.load(NAME))?.updates
        expect(seqsOf(updates)).toEqual([1, 2])
        expect([...(updates?.[1]?.update ?? [])]).toEqual([2, 255, 0])
        await under.settle()
      }
    })

    test('[DR3] a batch is all or nothing, over several documents', async () => {
      if (!under.refusesTaken) return
      await under.store.create(meta, appendOf(OTHER, 1))
      const taken = { ...appendOf(OTHER), updates: [row(1, bytes(66))] }
      await expect(append(under.store, [appendOf(NAME, 1), taken])).rejects.toThrow()
      expect((await under.store.load(NAME))?.updates).toHaveLength(0)
    })

    test('[DR13] claims are kept, and the first one stands', async () => {
      const claim = (userId: string) => [{ clientId: 4_294_967_295, userId }]
      await append(under.store, [{ ...appendOf(NAME, 1), claims: claim('wangfang') }])
      expect((await under.store.load(NAME))?.claims).toEqual(claim('wangfang'))
    })

    test('history is read page by page and up to a time, whatever row it lies in', async () => {
      for (let first = 1; first <= 250; first += 25) {
        await append(under.store, [appendOf(NAME, ...count(25, first))])
        // Some in the database, some not yet.
        if (first < 120) await under.settle()
      }
      const read: number[] = []
      for (;;) {
        const page = await under.store.history(NAME, { afterSeq: read.at(-1) ?? 0, limit: 40 })
        read.push(...seqsOf(page))
        if (page.length < 40) break
      }
      expect(read).toEqual(count(250))
      const untilMs = row(133).atMs
      const early = await under.store.history(NAME, { afterSeq: 12, untilMs, limit: 1000 })
      expect(seqsOf(early)).toEqual(count(121, 13))
      expect(early[0]).toMatchObject({ seq: 13, authorId: 'wangfang', atMs: row(13).atMs })
      expect(await under.store.history(OTHER, { afterSeq: 0, limit: 10 })).toEqual([])
      // As a URL may say it.
      expect(await under.store.history(NAME, { afterSeq: 10 ** 12, limit: 10 })).toEqual([])
    })

    test('[DR29] a page of large updates ends before they are too many for the memory', async () => {
      const large = (seq: number) => row(seq, new Uint8Array(HISTORY_PAGE_BYTES / 4 + seq))
      const read: number[] = []
      for (let first = 1; first <= 10; first += 5) {
        await append(under.store, [{ ...appendOf(NAME), updates: count(5, first).map(large) }])
        // The first five lie in the database, the others not yet.
        if (first === 1) await under.settle()
      }
      for (;;) {
        const page = await under.store.history(NAME, { afterSeq: read.at(-1) ?? 0, limit: 7 })
        read.push(...seqsOf(page))
        expect(page.length).toBeLessThanOrEqual(4)
        if (!isFullPage(page, 7)) break
      }
      expect(read).toEqual(count(10))
    })

    test('[DR3] [DR29] a clock that was set back changes times, never the order', async () => {
      const at = [5000, 4000, 4500, 9000].map((atMs, i) => ({ ...row(i + 1), atMs }))
      await append(under.store, [{ ...appendOf(NAME), updates: at }])
      for (let pass = 0; pass < 2; pass += 1) {
        const loaded = await under.store.load(NAME)
        expect(loaded?.updates.map(({ atMs }) => atMs)).toEqual([5000, 4000, 4500, 9000])
        const early = await under.store.history(NAME, { afterSeq: 0, untilMs: 4500, limit: 9 })
        // The second builds on the first, at whatever time that was.
        expect(seqsOf(early)).toEqual([1, 2, 3])
        expect(await under.store.history(NAME, { afterSeq: 0, untilMs: 3999, limit: 9 })).toEqual(
          [],
        )
        await under.settle()
      }
    })

    test('what was durable is there after opening again', async () => {
      if (!under.reopen) return
      await append(under.store, [
        { ...appendOf(NAME, 1, 2), claims: [{ clientId: 7, userId: 'a' }] },
      ])
      await under.store.saveSnapshot(NAME, { uptoSeq: 1, bytes: bytes(1), madeAtMs: 1, fence: 0 })
      await append(under.store, [appendOf(NAME, 3)])
      const again = await under.reopen()
      const loaded = await again.load(NAME)
      expect(loaded).toMatchObject({ meta, lastSeq: 3, setAside: [] })
      expect(seqsOf(loaded?.updates)).toEqual([2, 3])
      expect(loaded?.snapshot?.uptoSeq).toBe(1)
      expect(loaded?.claims).toEqual([{ clientId: 7, userId: 'a' }])
      await append(again, [appendOf(NAME, 4)])
      expect((await again.load(NAME))?.lastSeq).toBe(4)
    })

    test('[DR24] a document is unfinished until what follows from its last update was done', async () => {
      const { store, marksFollowed } = under
      if (!marksFollowed) return
      await append(store, [appendOf(NAME, 1, 2)])
      expect(await store.unfinished()).toContain(NAME)
      await store.followed(NAME, 1)
      expect(await store.unfinished()).toContain(NAME)
      await store.followed(NAME, 2)
      // Told late, by whoever had it before.
      await store.followed(NAME, 1)
      expect(await store.unfinished()).not.toContain(NAME)
      await append(store, [appendOf(NAME, 3)])
      expect(await store.unfinished()).toContain(NAME)
    })

    test('an owner that has a successor writes nothing any more', async () => {
      const { store, raiseFence } = under
      if (!raiseFence) return
      const owned = (fence: number, ...seqs: number[]) => ({ ...appendOf(NAME, ...seqs), fence })
      const first = await raiseFence(NAME)
      await append(store, [owned(first, 1)])
      const second = await raiseFence(NAME)
      expect(second).toBe(first + 1)
      await store.create(meta, appendOf(OTHER))
      const both = [owned(first, 2), appendOf(OTHER, 1)]
      await expect(store.append(both).written).rejects.toThrow(FencedOff)
      expect(seqsOf((await store.load(OTHER))?.updates)).toEqual([])
      const late = { uptoSeq: 1, bytes: bytes(1), madeAtMs: 1, fence: first }
      await expect(store.saveSnapshot(NAME, late)).rejects.toThrow(FencedOff)
      await append(store, [owned(second, 2)])
      await store.saveSnapshot(NAME, { ...late, fence: second })
      expect(seqsOf((await store.load(NAME))?.updates)).toEqual([2])
    })

    test('an owner and its successor at the same moment: each number has one update', async () => {
      const { store, raiseFence } = under
      if (!raiseFence) return
      let fence = await raiseFence(NAME)
      let lastSeq = 0
      for (let round = 0; round < 20; round += 1) {
        const old = store.append([{ ...appendOf(NAME, lastSeq + 1), fence }]).written
        const raised = raiseFence(NAME)
        const isKept = await Promise.resolve(old).then(
          () => true,
          () => false,
        )
        fence = await raised
        const loaded = (await store.load(NAME))!
        expect(loaded.lastSeq).toBe(lastSeq + (isKept ? 1 : 0))
        lastSeq = loaded.lastSeq + 1
        await append(store, [{ ...appendOf(NAME, lastSeq), fence }])
      }
    })

    test('thousands of rows go into one batch', async () => {
      const seqs = Array.from({ length: 5001 }, (_, i) => i + 1)
      await append(under.store, [appendOf(NAME, ...seqs)])
      expect((await under.store.load(NAME))?.updates).toHaveLength(5001)
    })
  })
}
