/** Of what comes too often the newest is told, when its time has come; what comes seldom at once. */
export class Paced {
  readonly #gapMs: number
  #toldAtMs = Number.NEGATIVE_INFINITY
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(gapMs: number) {
    this.#gapMs = gapMs
  }

  tell(newest: () => void): void {
    this.stop()
    const waitMs = this.#toldAtMs + this.#gapMs - performance.now()
    const tellNow = (): void => {
      this.#toldAtMs = performance.now()
      newest()
    }
    if (waitMs <= 0) tellNow()
    else this.#timer = setTimeout(tellNow, waitMs).unref()
  }

  /** What still waits is told to nobody. */
  stop(): void {
    clearTimeout(this.#timer)
  }
}
