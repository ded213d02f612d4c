type Parts<Opened> = {
  readonly open: () => Promise<Opened>
  /** In the moment in which it is there; `before` is what it takes the place of. */
  readonly onOpened: (opened: Opened, before: Opened | null) => void
}

/**
 * What a room has opened, and whether that can be relied on: after a lost append what is in memory
 * counts what the store may not have, and is of no use to anybody until it was opened anew.
 */
export class Opening<Opened> {
  readonly #parts: Parts<Opened>
  #last: Opened | null = null
  #isSure = false
  #underway: Promise<Opened> | null = null

  constructor(parts: Parts<Opened>) {
    this.#parts = parts
  }

  /** What was opened last, in doubt or not. */
  get last(): Opened | null {
    return this.#last
  }

  /** Null while it is opened, and as long as it is in doubt. */
  get sure(): Opened | null {
    return this.#isSure ? this.#last : null
  }

  get isInDoubt(): boolean {
    return this.#last !== null && !this.#isSure
  }

  doubt(): void {
    this.#isSure = false
  }

  /** Opens it, and what is in doubt anew; rejects when that fails, and whoever asks next tries again. */
  whenSure(): Promise<Opened> {
    if (this.sure) return Promise.resolve(this.sure)
    this.#underway ??= this.#open().finally(() => {
      this.#underway = null
    })
    return this.#underway
  }

  /** Nothing is underway: it is open, or could not be opened. */
  async settled(): Promise<void> {
    await this.#underway?.catch(() => {})
  }

  async #open(): Promise<Opened> {
    const opened = await this.#parts.open()
    const before = this.#last
    this.#last = opened
    this.#isSure = true
    this.#parts.onOpened(opened, before)
    return opened
  }
}
