import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isLongRun } from '#server/testing/isLongRun.ts'
import { ByteReader } from '../ByteReader.ts'
import type { DocAppend } from '../DocStore.ts'
import { ByteWriter } from './ByteWriter.ts'
import {
  HEADER_BYTES,
  markOf,
  RecordWriter,
  readRecords,
  SectionReader,
  segmentHeader,
} from './journalFormat.ts'
import { KnownTexts } from './KnownTexts.ts'
import { PackedWriter, packUpdates, unpackUpdates } from './packedRows.ts'

const RUNS = isLongRun ? 10_000 : 300

const append = (seq: number, update = Buffer.from(`edit ${seq}`)): DocAppend => ({
  name: 'plan:plan0001',
  updates: [{ seq, atMs: 1_700_000_000_000 + seq, authorId: 'wangfang', update }],
  claims: [{ clientId: 4_294_967_295 - seq, userId: '王芳' }],
  fence: 0,
})

/** A segment of so many records of one update each, and where each record ends. */
const segmentOf = (count: number, extra: Uint8Array = Buffer.alloc(0)) => {
  const { header, mark } = segmentHeader()
  const writer = new RecordWriter(new ByteWriter())
  const pieces: Buffer[] = [header]
  const ends: number[] = []
  let end = header.length
  for (let seq = 1; seq <= count; seq += 1) {
    const update = Buffer.concat([Buffer.from(`edit ${seq}`), extra])
    const record = Buffer.from(writer.write([append(seq, update)], mark))
    pieces.push(record)
    end += record.length
    ends.push(end)
  }
  return { bytes: Buffer.concat(pieces), mark, ends }
}

const read = (bytes: Buffer) => {
  const mark = markOf(bytes)
  const parts = mark === null ? [] : [...readRecords(bytes, HEADER_BYTES, mark)]
  const seqs: number[] = []
  for (const part of parts)
    if (part.kind === 'record') {
      const section = new SectionReader().begin(part.payload)
      while (section.next()) {
        section.rows.next()
        seqs.push(section.rows.seq)
      }
    }
  return { seqs, wrong: parts.filter(({ kind }) => kind !== 'record').map(({ kind }) => kind) }
}

describe('packed updates', () => {
  const updates = fc
    .array(
      fc.record({
        step: fc.integer({ min: 1, max: 300 }),
        atMs: fc.integer({ min: 0, max: 2 ** 42 }),
        authorId: fc.option(fc.string({ unit: 'grapheme', maxLength: 60 })),
        update: fc.uint8Array({ maxLength: 300 }),
      }),
    )
    .map((rows) => {
      let seq = 0
      return rows.map(({ step, ...rest }) => {
        seq += step
        return { seq, ...rest }
      })
    })

  test('come back as they were', () => {
    fc.assert(
      fc.property(updates, (rows) => {
        const { bytes, span } = packUpdates(rows)
        expect(unpackUpdates(bytes)).toEqual(rows)
        if (rows.length === 0) return
        expect(span.firstSeq).toBe(rows[0]?.seq)
        expect(span.lastSeq).toBe(rows.at(-1)?.seq)
        expect(span.firstAtMs).toBe(Math.min(...rows.map(({ atMs }) => atMs)))
        expect(span.lastAtMs).toBe(Math.max(...rows.map(({ atMs }) => atMs)))
      }),
    )
  })

  test('a keystroke costs a few bytes more than itself', () => {
    const writer = new PackedWriter()
    for (let seq = 1; seq <= 1000; seq += 1)
      writer.add({ seq, atMs: 1.7e12 + seq * 40, authorId: 'wangfang', update: Buffer.alloc(25) })
    expect(writer.lengthBytes).toBeLessThan(30 * 1000)
  })
})

describe('a text that comes again', () => {
  test('is read like one that does not, whichever others share its place', () => {
    const out = new ByteWriter()
    const known = new KnownTexts()
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 80 })), (texts) => {
        out.clear()
        for (const text of [...texts, ...texts]) out.text(text)
        const reader = new ByteReader(Buffer.from(out.written))
        for (const text of [...texts, ...texts]) expect(known.read(reader)).toBe(text)
        reader.end()
      }),
      { numRuns: RUNS },
    )
    // More than there is room for, alike in their last bytes.
    for (let i = 0; i < 5000; i += 1) {
      out.clear()
      out.text(`${i}-of-the-same-end`)
      expect(known.read(new ByteReader(out.written))).toBe(`${i}-of-the-same-end`)
    }
  })
})

describe('a segment of the journal', () => {
  test('is read back whole, several documents in one record', () => {
    const { mark } = segmentHeader()
    const writer = new RecordWriter(new ByteWriter())
    const batch = [append(1), { ...append(7), name: 'comments:plan0001' as const, claims: [] }]
    const [part] = [...readRecords(Buffer.from(writer.write(batch, mark)), 0, mark)]
    const found: unknown[] = []
    if (part?.kind === 'record') {
      const section = new SectionReader().begin(part.payload)
      while (section.next()) {
        section.rows.next()
        found.push({ name: section.name, claims: section.claims, ...section.rows.take() })
      }
    }
    expect(found).toMatchObject([
      { name: 'plan:plan0001', seq: 1, authorId: 'wangfang', claims: [{ userId: '王芳' }] },
      { name: 'comments:plan0001', seq: 7, atMs: 1_700_000_000_007, claims: [] },
    ])
  })

  test('cut anywhere: everything before the cut is there, and the end is torn', () => {
    const { bytes, ends } = segmentOf(10)
    for (let cut = HEADER_BYTES; cut <= bytes.length; cut += 1) {
      const whole = ends.filter((end) => end <= cut).length
      const { seqs, wrong } = read(bytes.subarray(0, cut))
      expect(seqs).toEqual(Array.from({ length: whole }, (_, i) => i + 1))
      expect(wrong).toEqual(cut === HEADER_BYTES || ends.includes(cut) ? [] : ['torn'])
    }
  })

  test(`damaged in ${RUNS} ways: only what was hit is missing`, () => {
    const { bytes, ends } = segmentOf(20)
    fc.assert(
      fc.property(
        fc.nat({ max: bytes.length - 1 }),
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        fc.boolean(),
        (at, noise, isZeroed) => {
          const damaged = Buffer.from(bytes)
          const to = Math.min(bytes.length, at + noise.length)
          damaged.set((isZeroed ? noise.map(() => 0) : noise).subarray(0, to - at), at)
          const { seqs } = read(damaged)
          for (const [i, end] of ends.entries()) {
            const start = i === 0 ? HEADER_BYTES : ends[i - 1]!
            const isHit = at < end && to > start
            // The header and the first record vouch for each other; both hit, nothing can be read.
            if (at < HEADER_BYTES && to > HEADER_BYTES) return
            if (!isHit) expect(seqs).toContain(i + 1)
          }
        },
      ),
      { numRuns: RUNS },
    )
  })

  test('an update cannot pass itself off as a record where one is damaged', () => {
    const { mark } = segmentHeader()
    const forged = Buffer.from(new RecordWriter(new ByteWriter()).write([append(666)], mark))
    const { bytes, ends } = segmentOf(3, forged)
    const damaged = Buffer.from(bytes)
    damaged[ends[0]! + 13]! ^= 1
    expect(read(damaged)).toEqual({ seqs: [1, 3], wrong: ['damaged'] })
  })
})
