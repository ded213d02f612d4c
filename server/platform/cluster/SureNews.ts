import type { Log } from '../log.ts'
import type { Link } from './Link.ts'

/** How soon a node that could not be told is told again, in ms. */
const AGAIN_MS = 2_000

/** A node that has not been reached for so long has ended, and its connections with it, in ms. */
const GIVE_UP_MS = 10 * 60_000

/** More than all people of a district, signed out while a node is away. */
const MAX_OWED = 20_000

/**
 * News that take a right away. A connection may look alive and carry nothing, and a node may stand still
 * while it is told: each is told until it has answered.
 */
export class SureNews {
  readonly #to: (peerId: string) => Promise<Link>
  readonly #log: Pick<Log, 'warn' | 'error'>
  readonly #againMs: number
  readonly #waiting = new Set<ReturnType<typeof setTimeout>>()

  constructor(parts: {
    readonly to: (peerId: string) => Promise<Link>
    readonly log: Pick<Log, 'warn' | 'error'>
    readonly againMs?: number
  }) {
    this.#to = parts.to
    this.#log = parts.log
    this.#againMs = parts.againMs ?? AGAIN_MS
  }

  tell(peerId: string, news: string): void {
    void this.#tell(peerId, news, performance.now())
  }

  close(): void {
    for (const timer of this.#waiting) clearTimeout(timer)
    this.#waiting.clear()
  }

  async #tell(peerId: string, news: string, sinceMs: number): Promise<void> {
    try {
      const link = await this.#to(peerId)
      await link.ask({ head: { what: 'hear', name: '' }, bytes: [Buffer.from(news)] })
    } catch (err) {
      const isHopeless = performance.now() - sinceMs > GIVE_UP_MS || this.#waiting.size >= MAX_OWED
      if (isHopeless) return this.#log.error({ err, peer: peerId }, 'node was never told')
      this.#log.warn({ err, peer: peerId }, 'node not told yet')
      const timer = setTimeout(() => {
        this.#waiting.delete(timer)
        void this.#tell(peerId, news, sinceMs)
      }, this.#againMs)
      timer.unref()
      this.#waiting.add(timer)
    }
  }
}
