/** So many bytes are told of at once; fewer after a moment. */
const TELL_BYTES = 32 * 1024
const TELL_MS = 25

/**
 * Tells the sender of a channel what has left this node for good, so that it knows how much is
 * underway. Bytes that were handed to a socket have left when the socket's own buffer says so.
 */
export class TakenCount {
  readonly #unsentBytes: () => number
  readonly #tell: (bytes: number) => void
  #received = 0
  #told = 0
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(parts: {
    /** What of it still waits here. */
    readonly unsentBytes: () => number
    readonly tell: (bytes: number) => void
  }) {
    this.#unsentBytes = parts.unsentBytes
    this.#tell = parts.tell
  }

  add(bytes: number): void {
    this.#received += bytes
    if (this.#taken - this.#told >= TELL_BYTES) this.#say()
    this.#look()
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  get #taken(): number {
    // Frame heads are part of the buffer and not of the count: never more than was received.
    return Math.max(this.#told, this.#received - this.#unsentBytes())
  }

  #say(): void {
    const taken = this.#taken
    if (taken > this.#told) this.#tell(taken - this.#told)
    this.#told = taken
  }

  #look(): void {
    if (this.#timer || this.#told === this.#received) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#say()
      this.#look()
    }, TELL_MS)
    this.#timer.unref()
  }
}
