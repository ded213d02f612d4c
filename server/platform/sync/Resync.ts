/**
 * More than this was sent before its base: who has so much to say comes back and begins with a
 * SyncStep2. All of it is read when that is here, in one go: with two bytes to a struct and five to
 * a client id it holds no more of either than the gate takes of one update.
 */
const MAX_DROPPED_BYTES = 192 * 1024

/** What each dropped update costs besides its bytes. */
const DROPPED_COST = 64

/**
 * What one connection has sent, and what of it was dropped because it builds on what we lack (DR9).
 * Its next SyncStep2 is to have all of that, or none of it may be acknowledged.
 */
export class Resync {
  #received = 0
  #hasAnswered = false
  #isAwaited = false
  #dropped: Uint8Array[] = []
  #droppedBytes = 0

  /** Update messages received on this connection, SyncStep2 included: what acks count. */
  get received(): number {
    return this.#received
  }

  /** Until its next SyncStep2 its updates are dropped. */
  get isAwaited(): boolean {
    return this.#isAwaited
  }

  /** It has sent a SyncStep2 before: the one that is awaited comes only if it is asked for. */
  get hasAnswered(): boolean {
    return this.#hasAnswered
  }

  /** An update was understood. */
  count(): void {
    this.#received += 1
  }

  /**
   * Kept as it came, and neither read nor joined with anything, until the SyncStep2 is here. False
   * when that would be too much.
   */
  drop(update: Uint8Array): boolean {
    this.#isAwaited = true
    this.#received += 1
    this.#droppedBytes += update.length + DROPPED_COST
    if (this.#droppedBytes > MAX_DROPPED_BYTES) return false
    this.#dropped.push(new Uint8Array(update))
    return true
  }

  /** Its SyncStep2 was taken in. False when that lacks what was dropped. Throws MalformedBytes. */
  answered(document: { knows(update: Uint8Array): boolean }): boolean {
    this.#hasAnswered = true
    if (!this.#isAwaited) return true
    this.#isAwaited = false
    const dropped = this.#dropped
    this.#dropped = []
    this.#droppedBytes = 0
    return dropped.every((update) => document.knows(update))
  }
}
