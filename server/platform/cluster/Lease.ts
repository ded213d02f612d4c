/** Why something held is no longer, or may have been another's: see `Lease.onLost`. */
export type LossReason = 'taken' | 'overdue' | 'lapsed'

/**
 * The right to be the only node that does something, for a while. A lease is renewed by itself
 * until it is released. It is a promise between processes and no lock: what it guards is guarded
 * by a fence besides.
 */
export type Lease = {
  /**
   * Null: this node holds it (asked again it still does). Otherwise the id of the node that does.
   * Rejects when the leases cannot be reached.
   */
  acquire(key: string): Promise<string | null>
  /** Lets it go when it is ours; never takes another node's. Does not reject: it runs out by itself. */
  release(key: string): Promise<void>
  /** The node that holds it, this one included; null for nobody. Rejects when it cannot be asked. */
  holder(key: string): Promise<string | null>
  /**
   * `taken`: another node holds it now. `overdue`: it was not renewed in time by this process's own
   * monotonic clock, so another node may take it; said before anybody can. An overdue lease stays
   * ours until somebody takes it. `lapsed`: a renewal found it nobody's. It is ours again, and may have
   * been another's in between.
   */
  onLost(listener: (key: string, reason: LossReason) => void): void
  /** Whether the leases could be reached the last time. */
  isReachable(): boolean
  /**
   * Whether they were out of reach within the time a lease lasts: then they may know less than there
   * is, and who holds what has had no chance yet to say so again.
   */
  wereAway(): boolean
  /** Lets go of everything. */
  close(): Promise<void>
}

export type LeaseTimes = {
  /** How long a lease lasts that nobody renews, in ms. */
  readonly lastsMs: number
  readonly renewEveryMs: number
  /** So long before its end a lease counts as overdue: for a clock that runs a little faster elsewhere. */
  readonly marginMs: number
}

/**
 * Everybody is to be back 12.5 s after an owner was killed: of these a page may wait 2.5 s before it tries
 * again, and whatever is slow then has the other two. Two renewals may fail, each after 2 s.
 */
export const leaseTimes: LeaseTimes = { lastsMs: 8_000, renewEveryMs: 2_000, marginMs: 500 }
