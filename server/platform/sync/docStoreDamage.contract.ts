import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isLongRun } from '#server/testing/isLongRun.ts'
import type { DocName } from '#shared/sync/docName.ts'
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

/** G12. */
const CORRUPTIONS = isLongRun ? 1000 : 60

const broken = () => bytes(77, 77, 77)

/** What bad disks do to a row. Never the same bytes. */
const damages = fc
  .record({
    kind: fc.constantFrom('flip', 'cut', 'zero', 'grow', 'replace'),
    at: fc.nat(),
    length: fc.integer({ min: 1, max: 64 }),
    noise: fc.uint8Array({ minLength: 1, maxLength: 64 }),
  })
  .map(({ kind, at, length, noise }) => (sound: Uint8Array): Uint8Array => {
    const place = at % sound.length
    const damaged = sound.slice()
    if (kind === 'flip') damaged[place]! ^= 1 << (at % 8)
    if (kind === 'cut') return sound.slice(0, place)
    if (kind === 'zero') damaged.fill(0, place, place + length)
    if (kind === 'grow') return Uint8Array.from([...sound, ...noise])
    if (kind === 'replace') return noise
    return damaged
  })

/** What snapshots and rows that a disk has damaged do to a document, for every driver. */
export const docStoreDamageContract = (
  driver: string,
  open: () => Promise<StoreUnderTest>,
): void => {
  describe(`${driver} keeps snapshots, and opens what is damaged`, () => {
    let under: StoreUnderTest
    beforeEach(async () => {
      under = await open()
      await under.store.create(meta, appendOf(NAME))
    })
    afterEach(() => under.close())

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

    test('[DR29] the newest sound snapshot in a stretch of the log is read alone', async () => {
      await append(under.store, [appendOf(NAME, 1, 2, 3, 4)])
      for (const uptoSeq of [1, 2, 4])
        await under.store.saveSnapshot(NAME, {
          ...{ uptoSeq, bytes: bytes(uptoSeq), madeAtMs: 0, fence: 0 },
        })
      await under.damageSnapshot(NAME, 2)
      const found = async (uptoSeq: number, afterSeq = 0, name: DocName = NAME) =>
        (await under.store.snapshotIn(name, { afterSeq, uptoSeq }))?.uptoSeq ?? null
      expect([await found(4), await found(3), await found(1)]).toEqual([4, 1, 1])
      expect([await found(9, 3), await found(9, 4), await found(3, 1)]).toEqual([4, null, null])
      expect([await found(0), await found(9, 0, OTHER)]).toEqual([null, null])
      const last = { afterSeq: 0, uptoSeq: Number.MAX_SAFE_INTEGER }
      expect([...((await under.store.snapshotIn(NAME, last))?.bytes ?? [])]).toEqual([4])
    })

    test('[DR29] of a time, the newest snapshot before it is read, whatever is damaged there', async () => {
      await append(under.store, [appendOf(NAME, 1)])
      await under.settle()
      await append(under.store, [appendOf(NAME, 2, 3, 4)])
      for (const uptoSeq of [1, 3, 4])
        await under.store.saveSnapshot(NAME, {
          ...{ uptoSeq, bytes: bytes(uptoSeq), madeAtMs: 0, fence: 0 },
        })
      const found = async (seq: number, uptoSeq = Number.MAX_SAFE_INTEGER) => {
        const untilMs = row(seq).atMs
        const stretch = { afterSeq: 0, uptoSeq, untilMs }
        return (await under.store.snapshotIn(NAME, stretch))?.uptoSeq ?? null
      }
      const all = async () => [await found(0), await found(1), await found(2), await found(9)]
      expect(await all()).toEqual([null, 1, 1, 4])
      expect([await found(3), await found(9, 2)]).toEqual([3, 1])
      await under.settle()
      expect(await all()).toEqual([null, 1, 1, 4])
      await under.damageUpdate(NAME, 4, broken)
      expect(await all()).toEqual([null, 1, 1, 4])
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

    test('[DR19] a snapshot that the room cannot read gives way to its predecessor, then to the log', async () => {
      await append(under.store, [appendOf(NAME, 1, 2, 3)])
      for (const uptoSeq of [1, 3])
        await under.store.saveSnapshot(NAME, {
          uptoSeq,
          bytes: bytes(uptoSeq),
          madeAtMs: uptoSeq,
          fence: 0,
        })
      for (const [beforeSeq, uptoSeq, seqs] of [
        [3, 1, [2, 3]],
        [1, undefined, [1, 2, 3]],
      ] as const) {
        const loaded = await under.store.load(NAME, beforeSeq)
        expect(loaded?.snapshot?.uptoSeq).toBe(uptoSeq)
        expect(seqsOf(loaded?.updates)).toEqual(seqs)
        expect(loaded?.lastSeq).toBe(3)
        expect(loaded?.setAside).toEqual([])
      }
    })

    test('[DR19] a damaged row is set aside; the others and the next number stand', async () => {
      await append(under.store, [appendOf(NAME, 1, 2)])
      await under.settle()
      await append(under.store, [appendOf(NAME, 3)])
      await under.settle()
      await under.damageUpdate(NAME, 3, broken)
      const loaded = await under.store.load(NAME)
      expect(loaded?.updates.map(({ seq }) => seq)).toEqual([1, 2])
      expect(loaded?.setAside).toEqual([{ what: 'update', seq: 3 }])
      expect(loaded?.lastSeq).toBe(3)
      expect(
        (await under.store.history(NAME, { afterSeq: 0, limit: 100 })).map(({ seq }) => seq),
      ).toEqual([1, 2])
    })

    test(`[DR19] ${CORRUPTIONS} damaged rows: it opens, and everything before and after is there`, async () => {
      const rows = count(20).map((i) => count(3, i * 3 - 2))
      for (const seqs of rows) {
        await append(under.store, [appendOf(NAME, ...seqs)])
        await under.settle()
      }
      const all = rows.flat()
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 60 }), damages, async (seq, damage) => {
          let sound: Uint8Array | null = null
          let isChanged = false
          await under.damageUpdate(NAME, seq, (stored) => {
            sound = stored
            const damaged = damage(stored)
            isChanged = !Buffer.from(damaged).equals(stored)
            return damaged
          })
          const loaded = (await under.store.load(NAME))!
          const history = await under.store.history(NAME, { afterSeq: 0, limit: 1000 })
          const found = seqsOf(loaded.updates)
          const lost = all.filter((own) => !found.includes(own))
          const neighbours = rows.find((own) => own.includes(seq))!
          expect(neighbours).toEqual(expect.arrayContaining(lost))
          expect(lost.includes(seq)).toBe(isChanged)
          expect(loaded.setAside).toHaveLength(isChanged ? 1 : 0)
          expect(loaded.lastSeq).toBe(60)
          expect(seqsOf(history)).toEqual(found)
          for (const own of loaded.updates) expect([...own.update]).toEqual([own.seq, 255, 0])
          await under.damageUpdate(NAME, seq, () => sound!)
        }),
        { numRuns: CORRUPTIONS },
      )
      expect(seqsOf((await under.store.load(NAME))?.updates)).toEqual(all)
    })

    test('[DR19] a page of history is short only at the end, damaged rows or not', async () => {
      for (const seq of count(5)) {
        await append(under.store, [appendOf(NAME, seq)])
        // In a row of its own.
        await under.settle()
      }
      await under.damageUpdate(NAME, 1, broken)
      await under.damageUpdate(NAME, 3, broken)
      const page = (afterSeq: number, limit: number) =>
        under.store.history(NAME, { afterSeq, limit })
      expect((await page(0, 2)).map(({ seq }) => seq)).toEqual([2, 4])
      expect((await page(4, 2)).map(({ seq }) => seq)).toEqual([5])
      expect(await page(5, 2)).toEqual([])
    })
  })
}
