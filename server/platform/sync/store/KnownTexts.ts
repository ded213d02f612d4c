import type { ByteReader } from '../ByteReader.ts'

const SLOTS = 1024
/** Names and ids are shorter; what is longer hardly comes again. */
const MOST_BYTES = 64

type Known = { readonly bytes: Uint8Array; readonly text: string }

/**
 * Reads texts of our own writing that a checksum has vouched for. Names of documents and people come
 * again and again: to compare bytes is cheaper than to make a string of them, and a string that is
 * known has its hash already.
 */
export class KnownTexts {
  readonly #slots: (Known | undefined)[] = Array.from({ length: SLOTS })

  /** A length and that many bytes. */
  read(reader: ByteReader): string {
    const length = reader.uint()
    const start = reader.position
    reader.skip(length)
    if (length > MOST_BYTES) return decode(reader.bytes.subarray(start, reader.position))
    const slot = slotOf(reader.bytes, start, reader.position)
    const known = this.#slots[slot]
    if (known && isAt(reader.bytes, start, length, known.bytes)) return known.text
    // A Buffer's own `slice` would be a view, of what is written over soon.
    const bytes = new Uint8Array(reader.bytes.subarray(start, reader.position))
    const text = decode(bytes)
    this.#slots[slot] = { bytes, text }
    return text
  }
}

const decode = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()

/** By their last bytes, in which ids differ. */
const slotOf = (bytes: Uint8Array, start: number, end: number): number => {
  let hash = end - start
  for (let at = Math.max(start, end - 8); at < end; at += 1)
    hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0
  return (hash ^ (hash >>> 10)) & (SLOTS - 1)
}

const isAt = (bytes: Uint8Array, start: number, length: number, sought: Uint8Array): boolean => {
  if (sought.length !== length) return false
  for (let i = 0; i < length; i += 1) if (bytes[start + i] !== sought[i]) return false
  return true
}
