import { join } from 'node:path'
import type { DocAppend } from '../DocStore.ts'
import { ByteWriter } from './ByteWriter.ts'
import type { FileOps } from './FileOps.ts'
import { GroupSync } from './GroupSync.ts'
import { HEADER_BYTES, RecordWriter, segmentHeader } from './journalFormat.ts'

/** A place in the journal: everything before it, earlier segments included. */
export type JournalPosition = { readonly segment: number; readonly bytes: number }

type Segment = {
  readonly number: number
  readonly path: string
  readonly fd: number
  readonly mark: number
  /** The end of the last whole record. */
  bytes: number
  isClosed: boolean
  /** It holds what lies nowhere else. */
  isKept: boolean
}

type Parts = {
  readonly folder: string
  readonly files: FileOps
  /** The number of the first segment to be written. */
  readonly firstSegment: number
  /** A segment is closed when it has grown to this. */
  readonly segmentBytes: number
  readonly gapMs: number
  readonly onBroken: (error: unknown) => void
  readonly onTrouble: (error: unknown, text: string) => void
}

export const segmentName = (number: number): string => `${String(number).padStart(6, '0')}.log`

/** The number of a segment by its file's name; null for any other file. */
export const segmentNumber = (name: string): number | null => {
  const digits = /^(\d{6,})\.log$/.exec(name)?.[1]
  return digits === undefined ? null : Number(digits)
}

/**
 * The log that is written first: one `write` for what all rooms took in one turn of the event loop,
 * and one fsync behind it for all that came meanwhile.
 */
export class Journal {
  readonly #parts: Parts
  readonly #writer: RecordWriter
  readonly #sync: GroupSync
  /** Segments whose rows are not all in the database yet. */
  readonly #live = new Map<number, Segment>()
  #unsynced = new Set<Segment>()
  #isFolderUnsynced = false
  #current: Segment | null = null
  #nextNumber: number
  #isBroken = false

  constructor(parts: Parts) {
    this.#parts = parts
    this.#nextNumber = parts.firstSegment
    this.#writer = new RecordWriter(new ByteWriter())
    this.#sync = new GroupSync({
      sync: () => this.#syncAll(),
      gapMs: parts.gapMs,
      onBroken: (error) => {
        this.#isBroken = true
        parts.onBroken(error)
      },
    })
  }

  /**
   * Written when it returns; throws when nothing of it is kept. `durable` resolves when it and
   * everything before it is on the disk.
   */
  append(batch: readonly DocAppend[]): { readonly bytes: number; readonly durable: Promise<void> } {
    if (this.#isBroken) throw new Error('the journal is broken')
    const segment = this.#current ?? this.#open()
    const record = this.#writer.write(batch, segment.mark)
    try {
      this.#write(segment.fd, record, segment.bytes)
    } catch (error) {
      this.#cutBack(segment)
      throw error
    }
    segment.bytes += record.length
    this.#unsynced.add(segment)
    if (segment.bytes >= this.#parts.segmentBytes) this.#leave(segment)
    return { bytes: record.length, durable: this.#sync.request() }
  }

  /** Up to where there is something to read, segment by segment. */
  ends(): JournalPosition[] {
    return [...this.#live.values()].map(({ number, bytes }) => ({ segment: number, bytes }))
  }

  /** Everything before `position` is safe elsewhere: removes the segments that are no longer needed. */
  forget(position: JournalPosition): void {
    for (const segment of this.#live.values()) {
      const isBefore =
        segment.number < position.segment ||
        (segment.number === position.segment && segment.bytes <= position.bytes)
      if (segment.isClosed && isBefore && !segment.isKept) this.#remove(segment)
    }
  }

  /** This segment stays, whatever is safe elsewhere; the next start reads it again. */
  keep(number: number): void {
    const segment = this.#live.get(number)
    if (segment) segment.isKept = true
  }

  /** Lets the files go. Nothing may be appended afterwards. */
  async close(): Promise<void> {
    if (this.#current) this.#leave(this.#current)
    await this.#sync.request()
  }

  #open(): Segment {
    const { folder, files } = this.#parts
    const number = this.#nextNumber
    const path = join(folder, segmentName(number))
    const fd = files.create(path)
    const { header, mark } = segmentHeader()
    try {
      this.#write(fd, header, 0)
    } catch (error) {
      files.close(fd)
      files.remove(path)
      throw error
    }
    this.#nextNumber = number + 1
    this.#isFolderUnsynced = true
    const segment = { number, path, fd, mark, bytes: HEADER_BYTES, isClosed: false, isKept: false }
    this.#live.set(number, segment)
    this.#current = segment
    return segment
  }

  #write(fd: number, bytes: Uint8Array, position: number): void {
    // A disk that fills up takes the first half and refuses the second.
    for (let done = 0; done < bytes.length; )
      done += this.#parts.files.write(fd, bytes, done, position + done)
  }

  #cutBack(segment: Segment): void {
    try {
      this.#parts.files.truncate(segment.fd, segment.bytes)
    } catch (error) {
      // Half a record has no valid checksum, so no reader takes it for one. Nothing goes behind it.
      this.#parts.onTrouble(error, 'a torn record stays in the journal; a new segment begins')
      this.#leave(segment)
    }
  }

  #leave(segment: Segment): void {
    segment.isClosed = true
    this.#unsynced.add(segment)
    this.#current = null
  }

  async #syncAll(): Promise<void> {
    const { files, folder } = this.#parts
    const segments = this.#unsynced
    const isFolderUnsynced = this.#isFolderUnsynced
    this.#unsynced = new Set()
    this.#isFolderUnsynced = false
    // Noted now: one that is closed while we wait for the disk still has bytes to be synced.
    const closed = [...segments].filter((segment) => segment.isClosed)
    for (const segment of segments) await files.dataSync(segment.fd)
    if (isFolderUnsynced) await files.syncFolder(folder)
    for (const segment of closed) files.close(segment.fd)
  }

  #remove(segment: Segment): void {
    this.#live.delete(segment.number)
    try {
      this.#parts.files.remove(segment.path)
    } catch (error) {
      this.#parts.onTrouble(error, 'a segment of the journal that is not needed stays')
    }
  }
}
