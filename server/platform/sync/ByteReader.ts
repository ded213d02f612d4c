import { isUtf8 } from 'node:buffer'

/** The bytes are not what the protocol says. Always the sender's fault, never a defect of ours. */
export class MalformedBytes extends Error {
  override readonly name: string = 'MalformedBytes'
}

const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads lib0's encoding and trusts nothing: lib0's own decoder makes views beyond the end of a
 * message (into whatever lies behind it in the slab) and its callers allocate what a count claims.
 */
export class ByteReader {
  readonly bytes: Uint8Array
  /** It was taken in before some of what is refused today was refused: whatever Yjs reads is read. */
  readonly isStored: boolean
  position = 0

  constructor(bytes: Uint8Array, isStored = false) {
    this.bytes = bytes
    this.isStored = isStored
  }

  get left(): number {
    return this.bytes.length - this.position
  }

  byte(): number {
    const byte = this.bytes[this.position]
    if (byte === undefined) throw new MalformedBytes('it ends too early')
    this.position += 1
    return byte
  }

  /** A non-negative safe integer. */
  uint(): number {
    let value = 0
    let factor = 1
    for (;;) {
      const byte = this.byte()
      value += (byte & 0x7f) * factor
      if (!Number.isSafeInteger(value)) throw new MalformedBytes('a number is too large')
      if (byte < 0x80) return value
      factor *= 128
      if (factor > Number.MAX_SAFE_INTEGER) throw new MalformedBytes('a number is too long')
    }
  }

  /** How many of something follow, each at least `leastBytes` long: a claim beyond the end is a bomb. */
  count(leastBytes: number): number {
    const count = this.uint()
    if (count * leastBytes > this.left)
      throw new MalformedBytes('a count claims more than there is')
    return count
  }

  skip(length: number): void {
    if (length > this.left) throw new MalformedBytes('it ends too early')
    this.position += length
  }

  /** A length and that many bytes, as a view. */
  block(): Uint8Array {
    const length = this.uint()
    const start = this.position
    this.skip(length)
    return this.bytes.subarray(start, this.position)
  }

  /** A string's bytes. Invalid UTF-8 would throw in every reader's decoder later. */
  utf8(): Uint8Array {
    const block = this.block()
    if (!isUtf8(block)) throw new MalformedBytes('a string is not UTF-8')
    return block
  }

  string(): string {
    return text.decode(this.utf8())
  }

  /** To look at what comes after so many bytes, and then to read on here. */
  ahead(bytes: number): ByteReader {
    const ahead = new ByteReader(this.bytes, this.isStored)
    ahead.position = this.position + bytes
    return ahead
  }

  /** Nothing may follow: what is behind the end is either a mistake or smuggled. */
  end(): void {
    if (this.left !== 0) throw new MalformedBytes('something follows the end')
  }
}

/** UTF-16 length of UTF-8 bytes without making the string: Yjs counts text that way. */
export const utf16Length = (bytes: Uint8Array): number => {
  let length = 0
  for (const byte of bytes) if ((byte & 0xc0) !== 0x80) length += byte >= 0xf0 ? 2 : 1
  return length
}
