import type { UserId } from '#shared/ids.ts'

/** From a change to its projection, and the shortest time between two while people write on. */
const DELAY_MS = 1000
const GAP_MS = 10_000
/** The pause after failures doubles up to this: a document that can never be told costs little. */
const MAX_GAP_MS = 5 * 60_000
/** When everybody has left: more often would keep a room whose document can never be told. */
const LAST_TRIES = 2

type Parts = {
  /** The number of the last update that is written. */
  readonly lastSeq: () => number
  /** Tells of everything that is written when it is called. */
  readonly run: (authors: readonly UserId[]) => Promise<void>
  /** Nothing is left to be told up to this number; not called when the last could not be told. */
  readonly onSettled: (uptoSeq: number) => Promise<void>
  readonly onFailed: (thrown: unknown) => void
}

/**
 * Tells the owner what has been written: a second after a change, less often while people write on,
 * and once after the last change. What could not be told is tried again.
 */
export class Projection {
  readonly #parts: Parts
  #authors: Set<UserId> | null = null
  #isDue = false
  #isForbidden = false
  #endedAtMs = Number.NEGATIVE_INFINITY
  /** In a row. */
  #failures = 0
  #timer: ReturnType<typeof setTimeout> | null = null
  #running: Promise<void> | null = null
  #toldSeq = 0
  /** Up to here it is told now, or was. */
  #tellingSeq = 0
  #settledSeq = 0

  constructor(parts: Parts) {
    this.#parts = parts
  }

  get isIdle(): boolean {
    return !this.#isDue && this.#running === null
  }

  /** What is written is told, unless just that was or is being told: a database may have gone back in time. */
  mayLack(): void {
    if (this.#parts.lastSeq() !== this.#tellingSeq) this.touched([])
  }

  /** The document is another's by now, who tells more of it than is known here. */
  forbid(): void {
    this.#isForbidden = true
    this.#isDue = false
    this.#stopWaiting()
  }

  get isForbidden(): boolean {
    return this.#isForbidden
  }

  touched(authors: readonly (string | null)[]): void {
    if (this.#isForbidden) return
    this.#authors ??= new Set()
    for (const author of authors) if (author !== null) this.#authors.add(author as UserId)
    this.#isDue = true
    const gapMs = Math.min(GAP_MS * 2 ** Math.max(0, this.#failures - 1), MAX_GAP_MS)
    const waitMs = Math.max(DELAY_MS, this.#endedAtMs + gapMs - performance.now())
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      if (this.#isDue) void this.#run()
    }, waitMs)
  }

  /**
   * Does at once what is due, once more when that fails, and waits for what is underway. What fails
   * then too is left to whoever catches up with what was never said to be settled.
   */
  async settle(): Promise<void> {
    for (let failures = 0; !this.isIdle && failures < LAST_TRIES; ) {
      if (failures > 0) await new Promise((resolve) => setTimeout(resolve, DELAY_MS))
      this.#stopWaiting()
      await (this.#running ?? this.#run())
      failures = this.#failures === 0 ? 0 : failures + 1
    }
    this.#stopWaiting()
    this.#isDue = false
    if (this.#isForbidden || this.#failures > 0 || this.#toldSeq === this.#settledSeq) return
    this.#settledSeq = this.#toldSeq
    await this.#parts.onSettled(this.#toldSeq).catch(this.#parts.onFailed)
  }

  #stopWaiting(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  #run(): Promise<void> {
    if (this.#isForbidden) return Promise.resolve()
    // A slow owner is never called twice at a time; what came meanwhile is the next call.
    this.#running ??= this.#call().finally(() => {
      this.#running = null
      this.#endedAtMs = performance.now()
      if (this.#isDue) this.touched([])
    })
    return this.#running
  }

  async #call(): Promise<void> {
    const authors = this.#authors
    this.#authors = null
    this.#isDue = false
    try {
      this.#tellingSeq = this.#parts.lastSeq()
      await this.#parts.run([...(authors ?? [])])
      this.#toldSeq = this.#tellingSeq
      this.#failures = 0
    } catch (thrown) {
      this.#tellingSeq = this.#toldSeq
      this.#failures += 1
      this.#authors = new Set([...(authors ?? []), ...(this.#authors ?? [])])
      this.#isDue = !this.#isForbidden
      this.#parts.onFailed(thrown)
    }
  }
}
