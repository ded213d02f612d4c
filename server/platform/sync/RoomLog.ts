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
}

/** What is written together. */
export type LogBatch = {
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

type Waiter = { readonly resolve: () => void; readonly reject: (reason: unknown) => void }

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
  #unwrittenBytes = 0
  /** Batches that are written and not yet durable. */
  #undurable = 0
  #onDurable: Waiter[] = []
  #onWritten: (() => void)[] = []

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
    return this.isWritten && this.#acks === null && this.#undurable === 0
  }

  add(entry: LogEntry): void {
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

  /** Calls back, in order, when everything accepted so far is written or given up; at once when it is. */
  whenWritten(then: () => void): void {
    if (this.isWritten) then()
    else this.#onWritten.push(then)
  }

  /** Resolves when everything accepted so far is durable; rejects when it was given up. */
  stored(): Promise<void> {
    if (this.isIdle) return Promise.resolve()
    return new Promise((resolve, reject) => this.#onDurable.push({ resolve, reject }))
  }

  // Committable

  take(): { readonly append: DocAppend | null; readonly batch: LogBatch } | null {
    if (this.#isBusy || (this.#entries.length === 0 && this.#acks === null)) return null
    const batch = { entries: this.#entries, acks: this.#acks }
    this.#entries = []
    this.#acks = null
    this.#isBusy = true
    return { append: batch.entries.length > 0 ? this.#appendOf(batch.entries) : null, batch }
  }

  written({ entries }: LogBatch): void {
    this.#isBusy = false
    this.#failures = 0
    this.#undurable += 1
    if (entries.length > 0) {
      this.#lastSeq += entries.length
      this.#unwrittenBytes -= sizeOf(entries)
      this.#parts.onWritten(entries)
    }
    if (this.isWritten) this.#settleWritten()
    if (this.#entries.length > 0 || this.#acks) this.#due()
  }

  durable({ acks }: LogBatch): void {
    this.#undurable -= 1
    if (acks) for (const [peer, count] of acks) peer.acknowledge(count)
    if (!this.isIdle) return
    for (const { resolve } of this.#onDurable.splice(0)) resolve()
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
    this.#acks = null
    this.#unwrittenBytes = 0
    this.#failures = 0
    this.#isBusy = false
    this.#parts.onGivenUp(why)
    this.#settleWritten()
    const error = new Error(`${this.#parts.name} could not be saved`, { cause: why })
    for (const { reject } of this.#onDurable.splice(0)) reject(error)
  }

  #due(): void {
    if (!this.#isBusy) this.#parts.onDue(this)
  }

  #settleWritten(): void {
    for (const then of this.#onWritten.splice(0)) then()
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

const sizeOf = (entries: readonly LogEntry[]): number =>
  entries.reduce((sum, { update }) => sum + update.length, 0)
