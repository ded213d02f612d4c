import { randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { DocName } from '#shared/sync/docName.ts'
import { ByteReader } from '../ByteReader.ts'
import type { ClientClaim, DocAppend } from '../DocStore.ts'
import type { ByteWriter } from './ByteWriter.ts'
import { KnownTexts } from './KnownTexts.ts'
import { PackedReader, PackedWriter } from './packedRows.ts'

/**
 * A segment of the journal is a header and records. The header: "YANKEJ01", a random mark of four
 * bytes, the CRC-32 of both. A record: the mark, the payload's length, its CRC-32 begun with the
 * mark, the payload. Nobody outside knows the mark, so no update can be made to look like a record
 * when a reader searches for the next sound one behind a damaged one.
 */
const MAGIC = Buffer.from('YANKEJ01')
export const HEADER_BYTES = MAGIC.length + 8
const RECORD_HEAD_BYTES = 12

export const segmentHeader = (): { readonly header: Buffer; readonly mark: number } => {
  const mark = randomBytes(4)
  const header = Buffer.concat([MAGIC, mark, Buffer.alloc(4)])
  header.writeUInt32BE(crc32(header.subarray(0, MAGIC.length + 4)), MAGIC.length + 4)
  return { header, mark: mark.readUInt32BE() }
}

/** The mark of a segment; null when neither its header nor its first record can vouch for it. */
export const markOf = (segment: Buffer): number | null => {
  if (segment.length < HEADER_BYTES) return null
  const isSound =
    segment.subarray(0, MAGIC.length).equals(MAGIC) &&
    segment.readUInt32BE(MAGIC.length + 4) === crc32(segment.subarray(0, MAGIC.length + 4))
  if (isSound) return segment.readUInt32BE(MAGIC.length)
  if (segment.length < HEADER_BYTES + RECORD_HEAD_BYTES) return null
  const claimed = segment.readUInt32BE(HEADER_BYTES)
  return payloadAt(segment, HEADER_BYTES, claimed) ? claimed : null
}

/** Makes records of batches, all in one buffer. */
export class RecordWriter {
  readonly #out: ByteWriter
  readonly #packed: PackedWriter

  constructor(out: ByteWriter) {
    this.#out = out
    this.#packed = new PackedWriter(out)
  }

  /**
   * One record for the whole batch, so that it is kept as a
   * whole or not at all. Throws when numbers do not rise.
   */
  write(batch: readonly DocAppend[], mark: number): Buffer {
    const out = this.#out
    out.clear()
    out.skip(RECORD_HEAD_BYTES)
    for (const append of batch) this.#section(append)
    const record = out.written
    record.writeUInt32BE(mark, 0)
    record.writeUInt32BE(record.length - RECORD_HEAD_BYTES, 4)
    record.writeUInt32BE(crc32(record.subarray(RECORD_HEAD_BYTES), mark), 8)
    return record
  }

  #section({ name, updates, claims }: DocAppend): void {
    const out = this.#out
    out.text(name)
    out.uint(claims.length)
    for (const { clientId, userId } of claims) {
      out.uint(clientId)
      out.text(userId)
    }
    out.uint(updates.length)
    this.#packed.restart()
    for (const update of updates)
      if (!this.#packed.add(update))
        throw new Error(`${name}: ${update.seq} comes after ${this.#packed.lastSeq}`)
  }
}

const payloadAt = (bytes: Buffer, at: number, mark: number): Buffer | null => {
  if (at + RECORD_HEAD_BYTES > bytes.length || bytes.readUInt32BE(at) !== mark) return null
  const start = at + RECORD_HEAD_BYTES
  const end = start + bytes.readUInt32BE(at + 4)
  if (end === start || end > bytes.length) return null
  const payload = bytes.subarray(start, end)
  return crc32(payload, mark) === bytes.readUInt32BE(at + 8) ? payload : null
}

const nextRecord = (bytes: Buffer, from: number, mark: number): number | null => {
  const sought = Buffer.alloc(4)
  sought.writeUInt32BE(mark)
  for (let at = bytes.indexOf(sought, from); at !== -1; at = bytes.indexOf(sought, at + 1))
    if (payloadAt(bytes, at, mark)) return at
  return null
}

export type JournalPart =
  | { readonly kind: 'record'; readonly payload: Buffer; readonly to: number }
  /** Bytes that are no record: `torn` when nothing sound follows and the last one was never finished. */
  | { readonly kind: 'damaged' | 'torn'; readonly from: number; readonly to: number }

/**
 * A record's head is there and so is as much as it speaks
 * of: it was written to its end, and then damaged.
 */
const isAllThere = (bytes: Buffer, at: number, mark: number): boolean => {
  if (at + RECORD_HEAD_BYTES > bytes.length || bytes.readUInt32BE(at) !== mark) return false
  return at + RECORD_HEAD_BYTES + bytes.readUInt32BE(at + 4) <= bytes.length
}

/** What lies in `bytes` from a record's beginning on. */
export function* readRecords(bytes: Buffer, from: number, mark: number): Generator<JournalPart> {
  let at = from
  while (at < bytes.length) {
    const payload = payloadAt(bytes, at, mark)
    if (payload) {
      at += RECORD_HEAD_BYTES + payload.length
      yield { kind: 'record', payload, to: at }
      continue
    }
    const next = nextRecord(bytes, at + 1, mark)
    const isTorn = next === null && !isAllThere(bytes, at, mark)
    yield { kind: isTorn ? 'torn' : 'damaged', from: at, to: next ?? bytes.length }
    at = next ?? bytes.length
  }
}

const texts = new KnownTexts()
const NO_CLAIMS: readonly ClientClaim[] = []

const readClaims = (reader: ByteReader): readonly ClientClaim[] => {
  const count = reader.count(2)
  if (count === 0) return NO_CLAIMS
  return Array.from({ length: count }, () => ({
    clientId: reader.uint(),
    userId: texts.read(reader),
  }))
}

/**
 * Steps through what records hold, document by document; the fields are those of the one it stands
 * on, and its `count` rows have to be stepped through before the next. One reader serves a million
 * records. Throws `MalformedBytes`.
 */
export class SectionReader {
  #in = new ByteReader(new Uint8Array())
  readonly rows = new PackedReader(this.#in)
  name = '' as DocName
  claims = NO_CLAIMS
  count = 0

  begin(payload: Uint8Array): this {
    this.#in = new ByteReader(payload)
    return this
  }

  /** False: that was all. */
  next(): boolean {
    if (this.#in.left === 0) return false
    // Written by ourselves from a name that was parsed, and covered by the checksum since.
    this.name = texts.read(this.#in) as DocName
    this.claims = readClaims(this.#in)
    this.count = this.#in.count(4)
    this.rows.restart(this.#in)
    return true
  }
}
