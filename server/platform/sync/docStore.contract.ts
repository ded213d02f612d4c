import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DocAppend, DocMeta, DocStore } from './DocStore.ts'

const NAME = 'plan:plan0001' as const
const OTHER = 'plan:plan0002' as const
const meta: DocMeta = { epoch: 'epoch-1', schemaVersion: 3, createdAtMs: 1_700_000_000_000 }

const bytes = (...values: number[]) => Uint8Array.from(values)
const row = (seq: number, update = bytes(seq, 255, 0)) => ({
  seq,
  atMs: 1_700_000_000_000 + seq,
  authorId: seq % 2 === 0 ? null : 'wangfang',
  update,
})
const appendOf = (name: DocAppend['name'], ...seqs: number[]): DocAppend => ({
  name,
  updates: seqs.map((seq) => row(seq)),
  claims: [],
  fence: 0,
})
/** Appends and waits until it is down. */
const append = async (store: DocStore, batch: readonly DocAppend[]): Promise<void> => {
  const { written, durable } = store.append(batch)
  await written
  await durable
}

/** What a test needs besides the store: a way to damage a row as a bad disk would. */
export type StoreUnderTest = {
  readonly store: DocStore
  damageUpdate(name: string, seq: number): Promise<void>
  damageSnapshot(name: string, uptoSeq: number): Promise<void>
  snapshotSeqs(name: string): Promise<number[]>
  close(): Promise<void>
}

/** One suite for every driver. */
export const docStoreContract = (driver: string, open: () => Promise<StoreUnderTest>): void => {
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

    test('[DR3] a batch is all or nothing, over several documents', async () => {
      await under.store.create(meta, appendOf(OTHER, 1))
      await expect(append(under.store, [appendOf(NAME, 1), appendOf(OTHER, 1)])).rejects.toThrow()
      expect((await under.store.load(NAME))?.updates).toHaveLength(0)
    })

    test('[DR13] claims are kept, and the first one stands', async () => {
      const claim = (userId: string) => [{ clientId: 4_294_967_295, userId }]
      await append(under.store, [{ ...appendOf(NAME, 1), claims: claim('wangfang') }])
      expect((await under.store.load(NAME))?.claims).toEqual(claim('wangfang'))
    })

    test('[DR18] the newest sound snapshot is loaded with what follows it; three are kept', async () => {
      await append(under.store, [appendOf(NAME, 1, 2, 3, 4, 5)])
      for (const uptoSeq of [1, 2, 3, 4])
        await under.store.saveSnapshot(NAME, {
          uptoSeq,
          bytes: bytes(uptoSeq),
          madeAtMs: uptoSeq,
          fence: 0,
        })
      expect(await under.snapshotSeqs(NAME)).toEqual([2, 3, 4])
      const loaded = await under.store.load(NAME)
      expect(loaded?.snapshot?.uptoSeq).toBe(4)
      expect([...(loaded?.snapshot?.bytes ?? [])]).toEqual([4])
      expect(loaded?.updates.map(({ seq }) => seq)).toEqual([5])
      expect(loaded?.lastSeq).toBe(5)
    })

    test('[DR18] a snapshot takes nothing out of the history', async () => {
      await append(under.store, [appendOf(NAME, 1, 2, 3)])
      await under.store.saveSnapshot(NAME, { uptoSeq: 3, bytes: bytes(3), madeAtMs: 3, fence: 0 })
      expect(
        (await under.store.history(NAME, { afterSeq: 0, limit: 100 })).map(({ seq }) => seq),
      ).toEqual([1, 2, 3])
    })

    test('[DR19] a damaged snapshot is set aside and its predecessor used', async () => {
      await append(under.store, [appendOf(NAME, 1, 2, 3)])
      await under.store.saveSnapshot(NAME, { uptoSeq: 1, bytes: bytes(1), madeAtMs: 1, fence: 0 })
      await under.store.saveSnapshot(NAME, { uptoSeq: 2, bytes: bytes(2), madeAtMs: 2, fence: 0 })
      await under.damageSnapshot(NAME, 2)
      const loaded = await under.store.load(NAME)
      expect(loaded?.snapshot?.uptoSeq).toBe(1)
      expect(loaded?.updates.map(({ seq }) => seq)).toEqual([2, 3])
      expect(loaded?.setAside).toEqual([{ what: 'snapshot', seq: 2 }])
    })

    test('[DR19] a damaged row is set aside; the others and the next number stand', async () => {
      await append(under.store, [appendOf(NAME, 1, 2, 3)])
      await under.damageUpdate(NAME, 3)
      const loaded = await under.store.load(NAME)
      expect(loaded?.updates.map(({ seq }) => seq)).toEqual([1, 2])
      expect(loaded?.setAside).toEqual([{ what: 'update', seq: 3 }])
      expect(loaded?.lastSeq).toBe(3)
      expect(
        (await under.store.history(NAME, { afterSeq: 0, limit: 100 })).map(({ seq }) => seq),
      ).toEqual([1, 2])
    })

    test('[DR19] a page of history is short only at the end, damaged rows or not', async () => {
      await append(under.store, [appendOf(NAME, 1, 2, 3, 4, 5)])
      await under.damageUpdate(NAME, 1)
      await under.damageUpdate(NAME, 3)
      const page = (afterSeq: number, limit: number) =>
        under.store.history(NAME, { afterSeq, limit })
      expect((await page(0, 2)).map(({ seq }) => seq)).toEqual([2, 4])
      expect((await page(4, 2)).map(({ seq }) => seq)).toEqual([5])
      expect(await page(5, 2)).toEqual([])
    })

    test('[DR20] the epoch can be changed', async () => {
      await under.store.setEpoch(NAME, 'epoch-9')
      expect((await under.store.load(NAME))?.meta.epoch).toBe('epoch-9')
    })

    test('thousands of rows go into one batch', async () => {
      const seqs = Array.from({ length: 5001 }, (_, i) => i + 1)
      await append(under.store, [appendOf(NAME, ...seqs)])
      expect((await under.store.load(NAME))?.updates).toHaveLength(5001)
    })
  })
}
