const SMALLEST_BYTES = 1024
/** A buffer that one huge turn has blown up is given back afterwards. */
const KEPT_BYTES = 4 << 20
const SHORT_BYTES = 64

/**
 * Writes lib0's encoding (`ByteReader` reads it) into one buffer that is used again and again:
 * lib0's own encoder allocates for every message, and this one is on the way of every keystroke.
 */
export class ByteWriter {
  #bytes: Buffer
  length = 0

  constructor(startBytes = SMALLEST_BYTES) {
    this.#bytes = Buffer.allocUnsafeSlow(startBytes)
  }

  /** What was written: a view, until the next write or `clear`. */
  get written(): Buffer {
    return this.#bytes.subarray(0, this.length)
  }

  clear(): void {
    this.length = 0
    if (this.#bytes.length > KEPT_BYTES) this.#bytes = Buffer.allocUnsafeSlow(SMALLEST_BYTES)
  }

  /** Leaves room for something that is known only later. */
  skip(lengthBytes: number): void {
    this.#makeRoom(lengthBytes)
    this.length += lengthBytes
  }

  /** A non-negative safe integer. */
  uint(value: number): void {
    this.#makeRoom(8)
    let rest = value
    // Bit operations know 32 bits only, and a time has 41.
    while (rest > 0x7f) {
      this.#bytes[this.length++] = 0x80 | (rest % 128)
      rest = Math.floor(rest / 128)
    }
    this.#bytes[this.length++] = rest
  }

  text(value: string): void {
    const most = value.length * 3
    this.#makeRoom(most + 8)
    if (most > 0x7f) this.uint(Buffer.byteLength(value))
    const start = most > 0x7f ? this.length : this.length + 1
    const length = this.#bytes.write(value, start)
    if (most <= 0x7f) this.#bytes[this.length] = length
    this.length = start + length
  }

  /** A length and the bytes. */
  block(bytes: Uint8Array): void {
    this.uint(bytes.length)
    this.#makeRoom(bytes.length)
    this.#bytes.set(bytes, this.length)
    this.length += bytes.length
  }

  /** The bytes of another buffer between two places, as a block. */
  blockOf(bytes: Uint8Array, from: number, to: number): void {
    this.uint(to - from)
    this.#makeRoom(to - from)
    // For a keystroke a loop is over before a view of it is made.
    if (to - from <= SHORT_BYTES)
      for (let at = from, into = this.length; at < to; at += 1) this.#bytes[into++] = bytes[at] ?? 0
    else this.#bytes.set(bytes.subarray(from, to), this.length)
    this.length += to - from
  }

  #makeRoom(lengthBytes: number): void {
    const needed = this.length + lengthBytes
    if (needed <= this.#bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2))
    this.#bytes.copy(larger, 0, 0, this.length)
    this.#bytes = larger
  }
}
