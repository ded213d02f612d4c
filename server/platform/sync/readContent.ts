import { type ByteReader, MalformedBytes, utf16Length } from './ByteReader.ts'

/** Deeper values overflow the stack of whoever prints, compares or deletes them. */
export const MAX_DEPTH = 64

/** What Yjs writes in such a list for what is no JSON. */
const UNDEFINED = Buffer.from('undefined')

/**
 * Yjs and lib0 assign keys one by one, so the first would set the object's prototype; with one of the next
 * whoever makes a word or a number of the object throws; and by the last Yjs tells what a value is, so that
 * nobody could go back to a plan that has one.
 */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set([
  '__proto__',
  'toString',
  'valueOf',
  'constructor',
])

/** In what JSON has said, which is no deeper than MAX_DEPTH; half a million numbers in a list take no time. */
const hasForbiddenKey = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(hasForbiddenKey)
  const known = value as Readonly<Record<string, unknown>>
  return Object.keys(known).some((key) => FORBIDDEN_KEYS.has(key) || hasForbiddenKey(known[key]))
}

const parseJson = (bytes: Uint8Array): unknown => {
  let depth = 0
  let isText = false
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i]
    if (isText) {
      if (byte === 0x5c) i += 1
      else if (byte === 0x22) isText = false
    } else if (byte === 0x22) isText = true
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1
      if (depth > MAX_DEPTH) throw new MalformedBytes('JSON is too deep')
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1
  }
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'))
  } catch (cause) {
    throw new MalformedBytes('JSON is not JSON', { cause })
  }
}

/**
 * lib0 writes signed integers with six bits in the first byte and seven in the others, and throws when
 * it reads one that no number can hold exactly: such a one must not reach anybody's Yjs.
 */
const skipInt = (reader: ByteReader): void => {
  let byte = reader.byte()
  let value = byte & 0x3f
  for (let unit = 64; byte >= 0x80; unit *= 128) {
    byte = reader.byte()
    value += (byte & 0x7f) * unit
    if (value > Number.MAX_SAFE_INTEGER || unit > Number.MAX_SAFE_INTEGER)
      throw new MalformedBytes('a number is too large')
  }
}

const skipKey = (reader: ByteReader): void => {
  if (FORBIDDEN_KEYS.has(reader.string()) && !reader.isStored)
    throw new MalformedBytes('a forbidden key')
}

const skipJson = (reader: ByteReader): void => {
  const value = parseJson(reader.utf8())
  if (hasForbiddenKey(value) && !reader.isStored) throw new MalformedBytes('a forbidden key')
}

const skipAny = (reader: ByteReader, depth: number): void => {
  if (depth > MAX_DEPTH) throw new MalformedBytes('a value is too deep')
  const type = reader.byte()
  switch (type) {
    case 127: // undefined
    case 126: // null
    case 121: // false
    case 120: // true
      return
    case 125:
      skipInt(reader)
      return
    case 124:
      reader.skip(4)
      return
    case 122:
      // No JSON can say a BigInt, so nobody could print, compare or restore it.
      if (!reader.isStored) throw new MalformedBytes('a BigInt')
      reader.skip(8)
      return
    case 123:
      reader.skip(8)
      return
    case 119:
      reader.utf8()
      return
    case 118:
      for (let left = reader.count(2); left > 0; left -= 1) {
        skipKey(reader)
        skipAny(reader, depth + 1)
      }
      return
    case 117:
      for (let left = reader.count(1); left > 0; left -= 1) skipAny(reader, depth + 1)
      return
    case 116:
      reader.block()
      return
    default:
      throw new MalformedBytes('a value of no known type')
  }
}

const readAnyItems = (reader: ByteReader): number => {
  const count = reader.count(1)
  for (let left = count; left > 0; left -= 1) skipAny(reader, 1)
  return count
}

/** No Yjs of today writes it, and half a million of them in one message would each have to be parsed. */
const readJsonItems = (reader: ByteReader): number => {
  if (!reader.isStored) throw new MalformedBytes('a list of JSON texts')
  const count = reader.count(1)
  for (let left = count; left > 0; left -= 1) {
    const json = reader.utf8()
    if (Buffer.compare(json, UNDEFINED) !== 0) parseJson(json)
  }
  return count
}

const readType = (reader: ByteReader): number => {
  const type = reader.uint()
  if (type > 6) throw new MalformedBytes('a shared type of no known kind')
  // Elements and hooks carry a name.
  const hasName = type === 3 || type === 5
  if (hasName && reader.string() === '__proto__' && !reader.isStored)
    throw new MalformedBytes('a forbidden name')
  return 1
}

const readFormat = (reader: ByteReader): number => {
  skipKey(reader)
  skipJson(reader)
  return 1
}

/**
 * Walks one struct's content (Yjs content kinds 1–8) and returns its length on the clock. Kind 9,
 * a document inside a document, is refused: each of ours has one permission and one room. So is
 * kind 2, a list of JSON texts, unless it is stored.
 */
export const readContent = (reader: ByteReader, kind: number): number => {
  switch (kind) {
    case 1:
      return reader.uint()
    case 2:
      return readJsonItems(reader)
    case 3:
      reader.block()
      return 1
    case 4:
      return utf16Length(reader.utf8())
    case 5:
      skipJson(reader)
      return 1
    case 6:
      return readFormat(reader)
    case 7:
      return readType(reader)
    case 8:
      return readAnyItems(reader)
    default:
      throw new MalformedBytes('content of no known kind')
  }
}
