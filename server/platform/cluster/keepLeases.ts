import type { Log } from '../log.ts'
import { type Lease, type LeaseTimes, type LossReason, leaseTimes } from './Lease.ts'
import type { LeaseTable } from './LeaseTable.ts'

/** What this node holds, and until when it may be sure of it (own monotonic clock, ms). */
type Held = { sureUntilMs: number; isOverdue: boolean }

/** Leases on a table: takes them, renews them, and says in time when one may be another's. */
export const keepLeases = (parts: {
  readonly table: LeaseTable
  /** Of this process alone: a node that was started anew is not the one that died. */
  readonly nodeId: string
  readonly log: Pick<Log, 'warn'>
  readonly times?: LeaseTimes
  /** A clock that never jumps, in ms; it stands still for nobody, not even for a halted process. */
  readonly monotonic?: () => number
}): Lease => new Keeper(parts)

type Parts = Parameters<typeof keepLeases>[0]

class Keeper implements Lease {
  readonly #table: LeaseTable
  readonly #log: Pick<Log, 'warn'>
  readonly #nodeId: string
  readonly #times: LeaseTimes
  readonly #now: () => number
  readonly #held = new Map<string, Held>()
  readonly #listeners: ((key: string, reason: LossReason) => void)[] = []
  readonly #timers: readonly ReturnType<typeof setInterval>[]
  #isReachable = true
  #isRenewing = false
  #lastAwayMs = Number.NEGATIVE_INFINITY

  constructor({ table, nodeId, log, times = leaseTimes, monotonic }: Parts) {
    this.#table = table
    this.#log = log
    this.#nodeId = nodeId
    this.#times = times
    this.#now = monotonic ?? (() => performance.now())
    const every = (ms: number, run: () => void) => {
      const timer = setInterval(run, ms)
      timer.unref()
      return timer
    }
    this.#timers = [
      every(times.renewEveryMs, () => void this.#renew()),
      every(Math.max(20, times.marginMs / 2), () => this.#look()),
    ]
  }

  async acquire(key: string): Promise<string | null> {
    // Before the question: the table's own count begins later, so ours ends earlier.
    const askedMs = this.#now()
    const holder = await this.#ask(() => this.#table.take(key, this.#nodeId, this.#times.lastsMs))
    if (holder !== this.#nodeId) {
      if (this.#held.delete(key)) this.#tell(key, 'taken')
      return holder
    }
    this.#keep(key, askedMs)
    return null
  }

  async release(key: string): Promise<void> {
    if (!this.#held.delete(key)) return
    await this.#ask(() => this.#table.drop(key, this.#nodeId)).catch(() => {})
  }

  async holder(key: string): Promise<string | null> {
    return this.#ask(() => this.#table.read(key))
  }

  onLost(listener: (key: string, reason: LossReason) => void): void {
    this.#listeners.push(listener)
  }

  isReachable(): boolean {
    return this.#isReachable && this.#table.isReachable()
  }

  wereAway(): boolean {
    this.#noteReach()
    return this.#now() - this.#lastAwayMs < this.#times.lastsMs
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    await Promise.all([...this.#held.keys()].map((key) => this.release(key)))
    await this.#table.close()
  }

  #noteReach(): void {
    if (!this.isReachable()) this.#lastAwayMs = this.#now()
  }

  #keep(key: string, askedMs: number): void {
    const { lastsMs, marginMs } = this.#times
    this.#held.set(key, { sureUntilMs: askedMs + lastsMs - marginMs, isOverdue: false })
  }

  async #renew(): Promise<void> {
    if (this.#isRenewing) return
    this.#isRenewing = true
    try {
      // A process that was halted first says what it may have lost, then asks.
      this.#look()
      // Who holds nothing asks as well: it must know that the leases were away when they are back.
      if (this.#held.size === 0) await this.#ask(() => this.#table.read('nothing'))
      else await this.#renewAll([...this.#held.keys()])
    } catch (err) {
      this.#log.warn({ err, node: this.#nodeId, leases: this.#held.size }, 'leases not renewed')
    } finally {
      this.#isRenewing = false
    }
  }

  async #renewAll(keys: readonly string[]): Promise<void> {
    const askedMs = this.#now()
    const taken = await this.#ask(() =>
      this.#table.takeAll(keys, this.#nodeId, this.#times.lastsMs),
    )
    // Halted between question and answer: then the answer is of long ago.
    this.#look()
    keys.forEach((key, i) => {
      if (!this.#held.has(key)) return
      if (taken[i]?.holder === this.#nodeId) {
        this.#keep(key, askedMs)
        if (taken[i].wasFree) this.#tell(key, 'lapsed')
      } else {
        this.#held.delete(key)
        this.#tell(key, 'taken')
      }
    })
  }

  /** Whatever was not renewed in time may be taken by another from now on. */
  #look(): void {
    this.#noteReach()
    // In reach again: the time until the next turn may be more than what is left.
    if (!this.#isReachable && this.#table.isReachable()) void this.#renew()
    const nowMs = this.#now()
    for (const [key, held] of this.#held) {
      if (held.isOverdue || nowMs < held.sureUntilMs) continue
      held.isOverdue = true
      this.#tell(key, 'overdue')
    }
  }

  #tell(key: string, reason: LossReason): void {
    for (const listener of this.#listeners) listener(key, reason)
  }

  async #ask<Answer>(question: () => Promise<Answer>): Promise<Answer> {
    try {
      const answer = await question()
      this.#isReachable = true
      return answer
    } catch (thrown) {
      this.#isReachable = false
      this.#noteReach()
      throw thrown
    }
  }
}
