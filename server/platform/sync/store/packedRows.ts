import { setImmediate as nextTurn } from 'node:timers/promises'
import { ByteReader, MalformedBytes } from '../ByteReader.ts'
import type { StoredUpdate } from '../DocStore.ts'
import { ByteWriter } from './ByteWriter.ts'
import { KnownTexts } from './KnownTexts.ts'

/**
 * Updates of one document in a row: for each the step from the number before, the step from the
 * time before (zigzag), its author and its bytes. An author is 0 for the server, otherwise a number
 * counted from 1 in order of appearance, with the name at its first. A keystroke costs about five
 * bytes more than itself. The journal, a row of the log and the answer of the documents' thread all
 * hold this one format.
 */

const zigzag = (step: number): number => (step < 0 ? -step * 2 - 1 : step * 2)
const unzigzag = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2)

/** Where a stretch of updates lies. */
export type PackedSpan = {
  readonly firstSeq: number
  readonly lastSeq: number
  /** The earliest and the latest; a clock may have been set back in between. */
  readonly firstAtMs: number
  readonly lastAtMs: number
}

/** Appends packed updates to a writer; what was written before is left alone. */
export class PackedWriter {
  readonly #out: ByteWriter
  readonly #authors: string[] = []
  #previousAtMs = 0
  firstSeq = 0
  lastSeq = 0
  firstAtMs = Number.POSITIVE_INFINITY
  lastAtMs = 0

  constructor(out: ByteWriter = new ByteWriter()) {
    this.#out = out
  }

  get isEmpty(): boolean {
    return this.lastSeq === 0
  }

  get lengthBytes(): number {
    return this.#out.length
  }

  /** A copy of its own size, whose buffer may be given away. */
  finish(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#out.written)
  }

  /** Begins anew, e.g. with the next document in the same writer. */
  restart(): void {
    this.#authors.length = 0
    this.#previousAtMs = 0
    this.firstSeq = 0
    this.lastSeq = 0
    this.firstAtMs = Number.POSITIVE_INFINITY
    this.lastAtMs = 0
  }

  /** False: the number is not above the last one, and nothing was written. */
  add(one: StoredUpdate): boolean {
    if (!this.#head(one)) return false
    this.#out.block(one.update)
    return true
  }

  /** `add` of what the reader stands on, without a view of it in between. */
  copy(reader: PackedReader): boolean {
    if (!this.#head(reader)) return false
    reader.copyTo(this.#out)
    return true
  }

  #head({ seq, atMs, authorId }: Omit<StoredUpdate, 'update'>): boolean {
    if (seq <= this.lastSeq) return false
    this.#out.uint(seq - this.lastSeq)
    this.#out.uint(zigzag(atMs - this.#previousAtMs))
    this.#author(authorId)
    if (this.firstSeq === 0) this.firstSeq = seq
    this.lastSeq = seq
    this.#previousAtMs = atMs
    if (atMs < this.firstAtMs) this.firstAtMs = atMs
    if (atMs > this.lastAtMs) this.lastAtMs = atMs
    return true
  }

  #author(authorId: string | null): void {
    const known = authorId === null ? -1 : this.#authors.indexOf(authorId)
    if (authorId === null || known !== -1) {
      this.#out.uint(known + 1)
      return
    }
    this.#authors.push(authorId)
    this.#out.uint(this.#authors.length)
    this.#out.text(authorId)
  }
}

const texts = new KnownTexts()

/**
 * Steps through packed updates. The fields are those of the update it stands on, and `update` is a
 * view. Throws `MalformedBytes`.
 */
export class PackedReader implements StoredUpdate {
  #in: ByteReader
  readonly #authors: string[] = []
  #from = 0
  #to = 0
  seq = 0
  atMs = 0
  authorId: string | null = null

  constructor(reader: ByteReader) {
    this.#in = reader
  }

  /** Begins anew, with other updates; a million of them need no million readers. */
  restart(reader: ByteReader): void {
    this.#in = reader
    this.#authors.length = 0
    this.seq = 0
    this.atMs = 0
    this.#from = 0
    this.#to = 0
  }

  get hasMore(): boolean {
    return this.#in.left > 0
  }

  get update(): Uint8Array {
    return this.#in.bytes.subarray(this.#from, this.#to)
  }

  next(): void {
    const step = this.#in.uint()
    if (step === 0) throw new MalformedBytes('a number is there twice')
    this.seq += step
    this.atMs += unzigzag(this.#in.uint())
    this.authorId = this.#author()
    const length = this.#in.uint()
    this.#from = this.#in.position
    this.#in.skip(length)
    this.#to = this.#in.position
  }

  /** Its bytes, as a block. */
  copyTo(out: ByteWriter): void {
    out.blockOf(this.#in.bytes, this.#from, this.#to)
  }

  /** The update it stands on, as a value of its own; its bytes remain a view. */
  take(): StoredUpdate {
    return { seq: this.seq, atMs: this.atMs, authorId: this.authorId, update: this.update }
  }

  #author(): string | null {
    const number = this.#in.uint()
    if (number === 0) return null
    if (number === this.#authors.length + 1) this.#authors.push(texts.read(this.#in))
    const author = this.#authors[number - 1]
    if (author === undefined) throw new MalformedBytes('an author was never introduced')
    return author
  }
}

/** Throws when the numbers do not rise. */
export const packUpdates = (
  updates: Iterable<StoredUpdate>,
): { readonly bytes: Uint8Array<ArrayBuffer>; readonly span: PackedSpan } => {
  const writer = new PackedWriter()
  for (const update of updates)
    if (!writer.add(update)) throw new Error(`${update.seq} comes after ${writer.lastSeq}`)
  const { firstSeq, lastSeq, firstAtMs, lastAtMs } = writer
  return { bytes: writer.finish(), span: { firstSeq, lastSeq, firstAtMs, lastAtMs } }
}

/** All of them, as views of `bytes`. Throws `MalformedBytes`. */
export const unpackUpdates = (bytes: Uint8Array): StoredUpdate[] => {
  const reader = new PackedReader(new ByteReader(bytes))
  const updates: StoredUpdate[] = []
  while (reader.hasMore) {
    reader.next()
    updates.push(reader.take())
  }
  return updates
}

/** A few milliseconds' worth: nobody else's keystroke waits for a long document. */
const UPDATES_PER_TURN = 5000

/** As `unpackUpdates`, letting others have their turn in between. */
export const unpackInTurns = async (bytes: Uint8Array): Promise<StoredUpdate[]> => {
  const reader = new PackedReader(new ByteReader(bytes))
  const updates: StoredUpdate[] = []
  while (reader.hasMore) {
    reader.next()
    updates.push(reader.take())
    if (updates.length % UPDATES_PER_TURN === 0) await nextTurn()
  }
  return updates
}
