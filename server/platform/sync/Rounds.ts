/**
 * Between two rounds at least so long, and so long that rounds take no more than this share of the time:
 * an idle room hears at once, a crowded one in windows that follow its own cost.
 */
const ROUND_GAP_MS = 8
const ROUND_SHARE = 0.25

type Parts<Listener, News> = {
  /** What is to be told in the round that begins now, by `performance.now()`. */
  readonly news: (nowMs: number) => readonly News[]
  /** Something has to wait for the next round. */
  readonly hasMore: () => boolean
  readonly listeners: () => Iterable<Listener>
  readonly tell: (listener: Listener, news: readonly News[]) => void
}

/**
 * When many are told about many: the newest of everything
 * together, round after round, while there is any.
 */
export class Rounds<Listener, News> {
  readonly #parts: Parts<Listener, News>
  /** The next round begins no earlier, by `performance.now()`. */
  #notBeforeMs = 0
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(parts: Parts<Listener, News>) {
    this.#parts = parts
  }

  /** There is something to tell. */
  due(): void {
    if (this.#timer) return
    const waitMs = Math.max(0, this.#notBeforeMs - performance.now())
    this.#timer = setTimeout(() => this.#round(), waitMs)
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  #round(): void {
    this.#timer = null
    const beganMs = performance.now()
    const news = this.#parts.news(beganMs)
    if (news.length > 0)
      for (const listener of this.#parts.listeners()) this.#parts.tell(listener, news)
    const endedMs = performance.now()
    const tookMs = endedMs - beganMs
    this.#notBeforeMs = endedMs + Math.max(ROUND_GAP_MS, tookMs / ROUND_SHARE - tookMs)
    if (this.#parts.hasMore()) this.due()
  }
}
