type Parts<Needed> = {
  readonly name: string
  readonly isEmpty: () => boolean
  /** What those who hold the room need of it; rejects when there is nothing to be had. */
  readonly ready: () => Promise<Needed>
  /** Does what is left to do. */
  readonly settle: () => Promise<void>
  /** Nothing is left. */
  readonly isSettled: () => boolean
  /** Called once, in the very turn in which nothing is left to do. */
  readonly onEnd: () => void
}

/**
 * How long a room lives (DR2): as long as somebody is in it, something of the server's own needs it,
 * or anything is left to do. Whoever comes before the end finds it as it was.
 */
export class Life<Needed> {
  readonly #parts: Parts<Needed>
  /** Reads, edits and checks of the server that need the room to stay. */
  #holds = 0
  #settling: Promise<void> | null = null
  #isOver = false

  constructor(parts: Parts<Needed>) {
    this.#parts = parts
  }

  async hold<Result>(use: (needed: Needed) => Promise<Result>): Promise<Result> {
    if (this.#isOver) throw new Error(`${this.#parts.name}: this room has let it go`)
    this.#holds += 1
    try {
      return await use(await this.#parts.ready())
    } finally {
      this.#holds -= 1
      void this.settle()
    }
  }

  /** Ends it, unless somebody is here or comes meanwhile. */
  settle(): Promise<void> {
    this.#settling ??= this.#settleAll().finally(() => {
      this.#settling = null
      // Somebody may have left between the loop's last look and this line.
      if (this.#mayEnd) void this.settle()
    })
    return this.#settling
  }

  /** Resolves when it is over, or somebody is here. */
  async ended(): Promise<void> {
    // The first to leave found others still here, and began nothing.
    do await this.settle()
    while (this.#mayEnd)
  }

  get #mayEnd(): boolean {
    return !this.#isOver && this.#holds === 0 && this.#parts.isEmpty()
  }

  async #settleAll(): Promise<void> {
    while (this.#mayEnd) {
      await this.#parts.settle()
      // Looked at in the moment in which it ends: something may have come while it was settled.
      if (!this.#parts.isSettled() || !this.#mayEnd) continue
      this.#isOver = true
      this.#parts.onEnd()
      return
    }
  }
}
