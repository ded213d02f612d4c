import { closeSync, openSync, readFileSync, readSync, rmSync, statSync } from 'node:fs'
import { uptime } from 'node:os'
import { join } from 'node:path'
import { MalformedBytes } from '../ByteReader.ts'
import { copyDurably } from './copyDurably.ts'
import { type JournalPosition, segmentName } from './Journal.ts'
import { HEADER_BYTES, type JournalPart, markOf, readRecords } from './journalFormat.ts'
import type { PendingRows } from './PendingRows.ts'

type Parts = {
  readonly folder: string
  readonly pending: PendingRows
  readonly warn: (fields: object, text: string) => void
  /** What is damaged in this segment could not be copied: it must not be removed. */
  readonly onKept: (segment: number) => void
}

/** A buffer for what is read at once; one that a huge turn has blown up is not kept. */
const KEPT_BYTES = 2 << 20

type Followed = { readonly fd: number; readonly mark: number | null; bytes: number }

/** Reads the journal behind its writer, and whole segments that an earlier process left. */
export class JournalFollower {
  readonly #parts: Parts
  readonly #followed = new Map<number, Followed>()
  #replayed: readonly number[] = []
  /** Damaged and not to be copied: they stay where they are. */
  readonly #kept = new Set<number>()

  #buffer = Buffer.alloc(0)
  #hasLost = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Of what an earlier process wrote not all is there, or need not be: whose it was nobody knows. */
  get hasLost(): boolean {
    return this.#hasLost
  }

  /** Reads segments of earlier processes, oldest first; what is no record is set aside. */
  replay(segments: readonly number[]): void {
    this.#replayed = segments
    for (const segment of segments) {
      const path = join(this.#parts.folder, segmentName(segment))
      if (isOlderThanMachine(path)) this.#hasLost = true
      const bytes = readFileSync(path)
      const mark = markOf(bytes)
      if (mark === null) {
        // The power went while the header was written, or the file was damaged from the start.
        this.#hasLost = true
        if (bytes.length > 0) this.#setAside(segment, { from: 0, to: bytes.length })
        continue
      }
      const isLast = segment === segments.at(-1)
      for (const part of readRecords(bytes, HEADER_BYTES, mark)) this.#take(segment, part, isLast)
    }
  }

  /** All of them is in the database now. */
  removeReplayed(): void {
    for (const segment of this.#replayed)
      if (!this.#kept.has(segment))
        rmSync(join(this.#parts.folder, segmentName(segment)), { force: true })
    this.#replayed = []
  }

  /** Reads on to where the writer says that whole records end. */
  follow(ends: readonly JournalPosition[]): void {
    for (const end of ends) {
      const followed = this.#followed.get(end.segment) ?? this.#open(end.segment)
      if (end.bytes <= followed.bytes) continue
      const lengthBytes = end.bytes - followed.bytes
      if (lengthBytes > this.#buffer.length) this.#buffer = Buffer.allocUnsafeSlow(lengthBytes)
      // What is taken of it is copied, so the next round may write over it.
      const bytes = readAt(followed.fd, followed.bytes, this.#buffer.subarray(0, lengthBytes))
      if (followed.mark === null) this.#setAside(end.segment, { from: 0, to: end.bytes })
      else
        for (const part of readRecords(bytes, 0, followed.mark))
          this.#take(end.segment, moved(part, followed.bytes), false)
      followed.bytes = end.bytes
      if (this.#buffer.length > KEPT_BYTES) this.#buffer = Buffer.alloc(0)
    }
    this.#closeAllBut(ends)
  }

  close(): void {
    this.#closeAllBut([])
  }

  #open(segment: number): Followed {
    const fd = openSync(join(this.#parts.folder, segmentName(segment)), 'r')
    const followed = {
      fd,
      mark: markOf(readAt(fd, 0, Buffer.alloc(HEADER_BYTES))),
      bytes: HEADER_BYTES,
    }
    this.#followed.set(segment, followed)
    return followed
  }

  /** The writer names every segment that is not done with. */
  #closeAllBut(ends: readonly JournalPosition[]): void {
    for (const [segment, { fd }] of this.#followed)
      if (!ends.some((end) => end.segment === segment)) {
        closeSync(fd)
        this.#followed.delete(segment)
      }
  }

  #take(segment: number, part: JournalPart, mayBeTorn: boolean): void {
    if (part.kind !== 'record') {
      this.#hasLost = true
      // At the very end nobody was told that it is saved: its write was never finished.
      if (part.kind === 'torn' && mayBeTorn)
        this.#parts.warn({ segment, ...part }, 'the journal ends in a torn record')
      else this.#setAside(segment, part)
      return
    }
    try {
      this.#parts.pending.take(part.payload, { segment, bytes: part.to })
    } catch (thrown) {
      if (!(thrown instanceof MalformedBytes)) throw thrown
      this.#hasLost = true
      this.#setAside(segment, { from: part.to - part.payload.length, to: part.to })
    }
  }

  #setAside(segment: number, { from, to }: { readonly from: number; readonly to: number }): void {
    const path = join(this.#parts.folder, segmentName(segment))
    const copy = `${path}.damaged`
    this.#parts.warn({ segment, from, to, copy }, 'damaged bytes in the journal are set aside')
    try {
      copyDurably(path, copy)
    } catch (err) {
      this.#kept.add(segment)
      this.#parts.onKept(segment)
      this.#parts.warn({ segment, err }, 'the damaged segment could not be copied and stays')
    }
  }
}

/** Clocks of machines that keep each other's files differ by less. */
const CLOCKS_DIFFER_MS = 60_000

/**
 * A studio that is stopped leaves no journal. When the power goes, what no fsync had reached yet goes
 * as well, and often leaves a journal that looks whole. Where the clock went with it, as on a machine whose
 * battery is flat, the journal is of a time that has not come yet.
 */
const isOlderThanMachine = (path: string): boolean => {
  const { mtimeMs } = statSync(path)
  const nowMs = Date.now()
  return mtimeMs < nowMs - uptime() * 1000 || mtimeMs > nowMs + CLOCKS_DIFFER_MS
}

const moved = (part: JournalPart, by: number): JournalPart =>
  part.kind === 'record'
    ? { ...part, to: part.to + by }
    : { ...part, from: part.from + by, to: part.to + by }

/** Fills `into` from there; answers how far there was something to read. */
const readAt = (fd: number, position: number, into: Buffer): Buffer => {
  let done = 0
  while (done < into.length) {
    const read = readSync(fd, into, done, into.length - done, position + done)
    if (read === 0) break
    done += read
  }
  return into.subarray(0, done)
}
