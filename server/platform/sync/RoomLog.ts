import type { DocName } from '#shared/sync/docName.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { Committable } from './Commits.ts'
import type { DocPeer } from './DocPeer.ts'
import { type ClientClaim, type DocAppend, FencedOff } from './DocStore.ts'

/** An accepted update on its way to the disk. */
export type LogEntry = {
  readonly update: Uint8Array
  /** Null: the server's own edit. */
  readonly authorId: string | null
  /** Who sent it and must not get it back. */
  readonly from: DocPeer | null
  readonly claims: readonly ClientClaim[]
  /** What the owner does when it is written; most have nothing to do. */
  readonly follow?: (() => void) | null
}

/** What is written together. */
export type LogBatch = {
  /** Rises with every batch of the room; they are written and durable in this order. */
  readonly number: number
  readonly entries: readonly LogEntry[]
  /** How many update messages of a peer are on the disk when the batch is. */
  readonly acks: ReadonlyMap<DocPeer, number> | null
}

/** How often an append is tried and how long is waited before the second time; doubling. */
export type RetryRule = { readonly attempts: number; readonly pauseMs: number }

type Parts = {
  readonly name: DocName
  readonly fence: number
  readonly clock: Clock
  readonly log: Pick<Log, 'warn' | 'error'>
  readonly retry: RetryRule
  /** Something waits to be written. */
  readonly onDue: (log: Committable) => void
  /** Nobody's crash can take it away any more: pass it on. */
  readonly onWritten: (entries: readonly LogEntry[]) => void
  /** The store kept refusing: everything accepted and not written is forgotten. */
  readonly onGivenUp: (why: unknown) => void
}

/** Who waits for everything up to this batch, and for nothing that comes later. */
type WaitsForWritten = { readonly upto: number; readonly then: () => void }
type WaitsForDurable = {
  readonly upto: number
  readonly resolve: () => void
  readonly reject: (reason: unknown) => void
}

/**
 * The writes of one room, in order. What failed is tried again before anything newer; when that
 * keeps failing everything is given up together, for what came later builds on it.
 */
export class RoomLog implements Committable {
  readonly #parts: Parts
  #lastSeq: number
  #entries: LogEntry[] = []
  #acks: Map<DocPeer, number> | null = null
  /** Between `take` and `written` or `failed`, and while a failed batch waits for its next try. */
  #isBusy = false
  #failures = 0
  #isGivenUp = false
  #unwrittenBytes = 0
  /** Numbers of batches. A failed one is taken again under a new one, with what came meanwhile. */
  #lastTaken = 0
  #lastWritten = 0
  #lastDurable = 0
  /** In the order in which they came, and so in that of their batches. */
  readonly #onWritten: WaitsForWritten[] = []
  readonly #onDurable: WaitsForDurable[] = []
  /** Who was told of what is in these batches, or is to be: it may be lost. */
  readonly #relying = new Map<DocPeer, number>()

  constructor(parts: Parts, lastSeq: number) {
    this.#parts = parts
    this.#lastSeq = lastSeq
  }

  get lastSeq(): number {
    return this.#lastSeq
  }

  get unwrittenBytes(): number {
    return this.#unwrittenBytes
  }

  /** Everything accepted has been written: the document is what was passed on. */
  get isWritten(): boolean {
    return !this.#isBusy && this.#entries.length === 0
  }

  /** Everything accepted is durable and everybody who asked has been told. */
  get isIdle(): boolean {
    return this.isWritten && this.#acks === null && this.#lastDurable === this.#lastWritten
  }

  add(entry: LogEntry): void {
    // What it builds on may be lost; the room has another log when it was opened anew.
    if (this.#isGivenUp) throw new Error(`${this.#parts.name} could not be saved before`)
    this.#entries.push(entry)
    this.#unwrittenBytes += entry.update.length
    this.#due()
  }

  /** Tells the peer so once everything accepted so far is durable. */
  acknowledge(peer: DocPeer, count: number): void {
    this.#acks ??= new Map()
    this.#acks.set(peer, count)
    this.#due()
  }

  /** Calls back, in order, when everything accepted so far is written or given up; maybe at once. */
  whenWritten(then: () => void): void {
    if (this.isWritten) then()
    else this.#onWritten.push({ upto: this.#lastAccepted, then })
  }

  /** The peer is told as if everything accepted so far were written. */
  relies(peer: DocPeer): void {
    if (!this.isWritten) this.#relying.set(peer, this.#lastAccepted)
  }

  /** What it relies on is not written. */
  isReliedOnBy(peer: DocPeer): boolean {
    return this.#relying.has(peer)
  }

  /** In which batch the last one accepted is, or will be. */
  get #lastAccepted(): number {
    return this.#lastTaken + (this.#entries.length > 0 ? 1 : 0)
  }

  /** Resolves when everything accepted so far is durable; rejects when it was given up. */
  stored(): Promise<void> {
    if (this.isIdle) return Promise.resolve()
    const upto = this.#lastTaken + (this.#entries.length > 0 || this.#acks ? 1 : 0)
    return new Promise((resolve, reject) => this.#onDurable.push({ upto, resolve, reject }))
  }

  // Committable

  take(): { readonly append: DocAppend | null; readonly batch: LogBatch } | null {
    if (this.#isBusy || (this.#entries.length === 0 && this.#acks === null)) return null
    this.#lastTaken += 1
    const batch = { number: this.#lastTaken, entries: this.#entries, acks: this.#acks }
    this.#entries = []
    this.#acks = null
    this.#isBusy = true
    return { append: batch.entries.length > 0 ? this.#appendOf(batch.entries) : null, batch }
  }

  written({ number, entries }: LogBatch): void {
    this.#isBusy = false
    this.#failures = 0
    this.#lastWritten = number
    if (entries.length > 0) {
      this.#lastSeq += entries.length
      this.#unwrittenBytes -= sizeOf(entries)
      this.#parts.onWritten(entries)
    }
    for (const [peer, upto] of this.#relying) if (upto <= number) this.#relying.delete(peer)
    this.#settleWritten(number)
    if (this.#entries.length > 0 || this.#acks) this.#due()
  }

  durable({ number, acks }: LogBatch): void {
    this.#lastDurable = number
    if (acks) for (const [peer, count] of acks) peer.acknowledge(count)
    const waiting = this.#onDurable
    for (let next = waiting[0]; next && next.upto <= number; next = waiting[0]) {
      waiting.shift()
      next.resolve()
    }
  }

  failed(batch: LogBatch, why: unknown): void {
    const { name, log, retry } = this.#parts
    this.#failures += 1
    log.warn({ doc: name, attempt: this.#failures, err: why }, 'document could not be appended to')
    this.#entries = [...batch.entries, ...this.#entries]
    this.#acks = new Map([...(batch.acks ?? []), ...(this.#acks ?? [])])
    if (why instanceof FencedOff || this.#failures >= retry.attempts) {
      this.#giveUp(why)
      return
    }
    setTimeout(
      () => {
        this.#isBusy = false
        this.#due()
      },
      retry.pauseMs * 2 ** (this.#failures - 1),
    )
  }

  #giveUp(why: unknown): void {
    this.#entries = []
    this.#unwrittenBytes = 0
    this.#isGivenUp = true
    this.#isBusy = false
    // As if it had never been taken: whoever asks from now on waits for what was written.
    this.#lastTaken = this.#lastWritten
    this.#parts.onGivenUp(why)
    this.#acks = ofThoseWhoStay(this.#acks)
    this.#settleWritten(Number.POSITIVE_INFINITY)
    const error = new Error(`${this.#parts.name} could not be saved`, { cause: why })
    // What is written will be durable, whatever became of what came later.
    const firstLost = this.#onDurable.findIndex(({ upto }) => upto > this.#lastWritten)
    if (firstLost >= 0) for (const { reject } of this.#onDurable.splice(firstLost)) reject(error)
    if (this.#acks) this.#due()
  }

  #due(): void {
    if (!this.#isBusy) this.#parts.onDue(this)
  }

  #settleWritten(number: number): void {
    const waiting = this.#onWritten
    for (let next = waiting[0]; next && next.upto <= number; next = waiting[0]) {
      waiting.shift()
      next.then()
    }
  }

  #appendOf(entries: readonly LogEntry[]): DocAppend {
    const { name, fence, clock } = this.#parts
    const atMs = clock.now()
    return {
      name,
      fence,
      updates: entries.map(({ update, authorId }, i) => ({
        seq: this.#lastSeq + 1 + i,
        atMs,
        authorId,
        update,
      })),
      claims: entries.flatMap((entry) => entry.claims),
    }
  }
}

/** When a room's writers are sent away, who relied on nothing that is lost stays, and wants to be told. */
const ofThoseWhoStay = (acks: LogBatch['acks']): Map<DocPeer, number> | null => {
  const staying = [...(acks ?? [])].filter(([peer]) => !peer.isClosed)
  return staying.length > 0 ? new Map(staying) : null
}

const sizeOf = (entries: readonly LogEntry[]): number =>
  entries.reduce((sum, { update }) => sum + update.length, 0)
