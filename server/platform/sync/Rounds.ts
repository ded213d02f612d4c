/**
 * Between two rounds at least so long, and so long that rounds take no more than this share of the time:
 * an idle room hears at once, a crowded one in windows that follow its own cost (T7).
 */
const ROUND_GAP_MS = 8
const ROUND_SHARE = 0.15

/** So many are told in one go; then whatever else has come, an edit say, has its turn. */
const LISTENERS_AT_ONCE = 32

type Parts<Listener, News> = {
  /** What is to be told in the round that begins now, by `performance.now()`. */
  readonly news: (nowMs: number) => readonly News[]
  /** Something has to wait for the next round. */
  readonly hasMore: () => boolean
  readonly listeners: () => Iterable<Listener>
  readonly tell: (listener: Listener, news: readonly News[]) => void
}

/** When many are told about many: the newest of everything together, round after round, while there is any. */
export class Rounds<Listener, News> {
  readonly #parts: Parts<Listener, News>
  /** The next round begins no earlier, by `performance.now()`. */
  #notBeforeMs = 0
  #timer: ReturnType<typeof setTimeout> | null = null
  /** The rest of a round that some have been told of. */
  #underway: ReturnType<typeof setImmediate> | null = null

  constructor(parts: Parts<Listener, News>) {
    this.#parts = parts
  }

  /** There is something to tell. */
  due(): void {
    if (this.#timer || this.#underway) return
    const waitMs = Math.max(0, this.#notBeforeMs - performance.now())
    this.#timer = setTimeout(() => this.#begin(), waitMs)
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer)
    if (this.#underway) clearImmediate(this.#underway)
    this.#timer = null
    this.#underway = null
  }

  #begin(): void {
    this.#timer = null
    const beganMs = performance.now()
    const news = this.#parts.news(beganMs)
    const listeners = news.length > 0 ? [...this.#parts.listeners()] : []
    this.#tell(listeners, news, performance.now() - beganMs)
  }

  /** `costMs` is what this round has taken so far. */
  #tell(listeners: readonly Listener[], news: readonly News[], costMs: number): void {
    const beganMs = performance.now()
    for (const listener of listeners.slice(0, LISTENERS_AT_ONCE)) this.#parts.tell(listener, news)
    const endedMs = performance.now()
    const soFarMs = costMs + endedMs - beganMs
    const left = listeners.slice(LISTENERS_AT_ONCE)
    if (left.length > 0) {
      this.#underway = setImmediate(() => this.#tell(left, news, soFarMs))
      return
    }
    this.#underway = null
    this.#notBeforeMs = endedMs + Math.max(ROUND_GAP_MS, soFarMs / ROUND_SHARE - soFarMs)
    if (this.#parts.hasMore()) this.due()
  }
}
