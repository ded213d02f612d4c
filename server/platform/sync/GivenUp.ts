/** From one pause to the next it doubles, up to the longest. */
const FIRST_PAUSE_MS = 2 * 60_000
const LONGEST_PAUSE_MS = 60 * 60_000

/** So many are remembered; the one given up longest ago is forgotten first. */
const REMEMBERED = 1000

/** It took too long before, and is not tried again yet. */
export class LeftAlone extends Error {
  override readonly name = 'LeftAlone'

  readonly leftMs: number

  constructor(leftMs: number) {
    super(`it took too long before, and is left alone for another ${Math.ceil(leftMs / 1000)} s`)
    this.leftMs = leftMs
  }
}

type Pause = { readonly lengthMs: number; readonly endsAtMs: number }

/**
 * What was worked on in vain for as long as anything may take, most likely because it was made to: each is
 * left alone for a while, longer each time, or a few of them would keep the thread from everybody else.
 */
export class GivenUp {
  readonly #firstMs: number
  readonly #pauses = new Map<string, Pause>()

  constructor(firstPauseMs = FIRST_PAUSE_MS) {
    this.#firstMs = firstPauseMs
  }

  note(what: string): void {
    const before = this.#pauses.get(what)
    const lengthMs = before ? Math.min(2 * before.lengthMs, LONGEST_PAUSE_MS) : this.#firstMs
    this.#pauses.delete(what)
    this.#pauses.set(what, { lengthMs, endsAtMs: performance.now() + lengthMs })
    const [oldest] = this.#pauses.keys()
    if (this.#pauses.size > REMEMBERED && oldest !== undefined) this.#pauses.delete(oldest)
  }

  /** For so long it is still left alone; 0 when it may be tried. */
  leftMs(what: string): number {
    return Math.max(0, (this.#pauses.get(what)?.endsAtMs ?? 0) - performance.now())
  }

  /** It did not take too long this time. */
  forget(what: string): void {
    this.#pauses.delete(what)
  }
}
