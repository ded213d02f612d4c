type Parts = {
  /** Puts everything that was written before the call on the disk. */
  readonly sync: () => Promise<void>
  /** Least time between the end of one and the start of the next, in ms. */
  readonly gapMs: number
  /** A failed fsync: nothing that waits is ever resolved. */
  readonly onBroken: (error: unknown) => void
}

/**
 * One fsync for all who wait. At most one is underway; a lone request begins at once; under load the
 * next begins `gapMs` after the last has ended and takes along whatever came meanwhile.
 */
export class GroupSync {
  readonly #parts: Parts
  #waiting: PromiseWithResolvers<void> | null = null
  #running: Promise<void> | null = null
  #timer: ReturnType<typeof setTimeout> | null = null
  #endedAtMs = Number.NEGATIVE_INFINITY
  #isBroken = false
  #isAsked = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Resolves when everything written before the call is on the disk; never rejects. */
  request(): Promise<void> {
    this.#waiting ??= Promise.withResolvers()
    const { promise } = this.#waiting
    if (!this.#isAsked) {
      this.#isAsked = true
      // When this turn has passed on what it wrote: waking a thread takes longer than a write to a reader.
      queueMicrotask(() => {
        this.#isAsked = false
        this.#startWhenDue()
      })
    }
    return promise
  }

  #startWhenDue(): void {
    if (this.#waiting === null || this.#running || this.#timer || this.#isBroken) return
    const waitMs = this.#endedAtMs + this.#parts.gapMs - performance.now()
    if (waitMs <= 0) {
      this.#running = this.#run(this.#waiting)
      return
    }
    this.#timer = setTimeout(() => {
      this.#timer = null
      if (this.#waiting) this.#running = this.#run(this.#waiting)
    }, waitMs)
  }

  async #run(group: PromiseWithResolvers<void>): Promise<void> {
    this.#waiting = null
    try {
      await this.#parts.sync()
    } catch (error) {
      // Trying again would succeed and prove nothing: the kernel may have dropped the pages.
      this.#isBroken = true
      this.#parts.onBroken(error)
      return
    }
    this.#endedAtMs = performance.now()
    this.#running = null
    group.resolve()
    this.#startWhenDue()
  }
}
