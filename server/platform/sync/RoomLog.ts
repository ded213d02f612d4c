import type { DocName } from '#shared/sync/docName.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { DocPeer } from './DocPeer.ts'
import type { ClientClaim } from './DocStore.ts'
import type { GroupCommit } from './groupCommit.ts'
import type { Section } from './readUpdate.ts'

/** An accepted update on its way to the disk. */
export type LogEntry = {
  readonly update: Uint8Array
  readonly sections: readonly Section[]
  /** Null: the server's own edit. */
  readonly authorId: string | null
  /** Who sent it and must not get it back. */
  readonly from: DocPeer | null
  readonly claims: readonly ClientClaim[]
}

type Waiter = { readonly resolve: () => void; readonly reject: (reason: unknown) => void }

/** What becomes durable together. */
export type LogBatch = {
  readonly entries: readonly LogEntry[]
  /** How many update messages of a peer are on the disk then. */
  readonly acks: ReadonlyMap<DocPeer, number>
}

/** How often an append is tried and how long is waited before the second time; doubling. */
export type RetryRule = { readonly attempts: number; readonly pauseMs: number }

type Parts = {
  readonly name: DocName
  readonly commits: GroupCommit
  readonly clock: Clock
  readonly log: Pick<Log, 'warn' | 'error'>
  readonly retry: RetryRule
  /** The batch is durable: pass it on, then acknowledge. */
  readonly onStored: (batch: LogBatch) => void
  /** The store kept refusing: everything accepted and not stored is forgotten. */
  readonly onGivenUp: () => void
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * The writes of one room: in order, one append underway at a time. What failed is tried again
 * before anything newer, and when that keeps failing everything is given up together, for what came
 * later builds on it.
 */
export class RoomLog {
  readonly #parts: Parts
  #lastSeq: number
  #entries: LogEntry[] = []
  #acks = new Map<DocPeer, number>()
  #waiters: Waiter[] = []
  #isWriting = false
  #unstoredBytes = 0

  constructor(parts: Parts, lastSeq: number) {
    this.#parts = parts
    this.#lastSeq = lastSeq
  }

  get lastSeq(): number {
    return this.#lastSeq
  }

  /** Accepted and not yet durable. */
  get unstoredBytes(): number {
    return this.#unstoredBytes
  }

  get isIdle(): boolean {
    return !this.#isWriting && this.#isEmpty
  }

  add(entry: LogEntry): void {
    this.#entries.push(entry)
    this.#unstoredBytes += entry.update.length
  }

  /** Tells the peer so once everything accepted so far is durable. */
  acknowledge(peer: DocPeer, count: number): void {
    this.#acks.set(peer, count)
  }

  /** Resolves when everything accepted so far is durable; rejects when it was given up. */
  stored(): Promise<void> {
    if (this.isIdle) return Promise.resolve()
    const stored = new Promise<void>((resolve, reject) => this.#waiters.push({ resolve, reject }))
    this.flush()
    return stored
  }

  /** Begins to write what the turn brought, unless a write is underway: then it follows at once. */
  flush(): void {
    if (this.#isWriting || this.#isEmpty) return
    this.#isWriting = true
    void this.#writeAll()
  }

  get #isEmpty(): boolean {
    return this.#entries.length === 0 && this.#acks.size === 0 && this.#waiters.length === 0
  }

  async #writeAll(): Promise<void> {
    try {
      while (!this.#isEmpty) {
        const batch = { entries: this.#entries, acks: this.#acks }
        const waiters = this.#waiters
        this.#entries = []
        this.#acks = new Map()
        this.#waiters = []
        if (!(await this.#write(batch.entries))) return this.#giveUp(waiters)
        this.#lastSeq += batch.entries.length
        this.#unstoredBytes -= sizeOf(batch.entries)
        this.#parts.onStored(batch)
        for (const { resolve } of waiters) resolve()
      }
    } finally {
      // In the same breath as the loop's last look. A microtask later, whoever was just told
      // "stored" would find the log still busy and wait again, and so on for ever: nothing but
      // microtasks would run, and the whole process would stand.
      this.#isWriting = false
    }
  }

  #giveUp(waiters: readonly Waiter[]): void {
    const all = [...waiters, ...this.#waiters]
    this.#entries = []
    this.#acks = new Map()
    this.#waiters = []
    this.#unstoredBytes = 0
    this.#parts.onGivenUp()
    for (const { reject } of all) reject(new Error(`${this.#parts.name} could not be saved`))
  }

  async #write(entries: readonly LogEntry[]): Promise<boolean> {
    if (entries.length === 0) return true
    const { name, commits, clock, log, retry } = this.#parts
    const atMs = clock.now()
    const updates = entries.map(({ update, authorId }, i) => ({
      seq: this.#lastSeq + 1 + i,
      atMs,
      authorId,
      update,
    }))
    const claims = entries.flatMap((entry) => entry.claims)
    for (let attempt = 1; ; attempt += 1) {
      try {
        await commits.append({ name, updates, claims, fence: 0 })
        return true
      } catch (thrown) {
        log.warn({ doc: name, attempt, err: thrown }, 'document could not be appended to')
        if (attempt >= retry.attempts) return false
      }
      await pause(retry.pauseMs * 2 ** (attempt - 1))
    }
  }
}

const sizeOf = (entries: readonly LogEntry[]): number =>
  entries.reduce((sum, { update }) => sum + update.length, 0)
