import { ByteReader, MalformedBytes } from './ByteReader.ts'
import { type Ranges, readRanges } from './deletions.ts'
import { readContent } from './readContent.ts'

/** A place in a Yjs document. */
export type StructId = { readonly client: number; readonly clock: number }

/** One struct of an update: what it hangs on, not what it says. Null where Yjs has no reference. */
export type StructShape = {
  readonly client: number
  readonly clock: number
  readonly length: number
  /** Where in the update's bytes it begins. */
  readonly at: number
  readonly origin: StructId | null
  readonly right: StructId | null
  /** A root type's name, an item, or null when the neighbours tell. */
  readonly parent: StructId | string | null
  readonly isKeyed: boolean
  /** Which key, where it names its parent. */
  readonly key: string | null
  /** Yjs content kind; 0 for what was garbage-collected, which has no parent and no neighbours. */
  readonly content: number
  /** Of a shared type: which; −1 for any other content. */
  readonly typeRef: number
  /** What an XML element is called; null for all else. */
  readonly name: string | null
}

/** All structs of one client in an update, without holes. */
export type Section = {
  readonly client: number
  readonly from: number
  /** One beyond the last clock. */
  readonly to: number
  readonly structs: readonly StructShape[]
  /** Where in the update's bytes its last struct ends. */
  readonly end: number
}

export type UpdateShape = {
  readonly sections: readonly Section[]
  readonly deletions: Ranges
  /** Where the structs end and the deletions begin. */
  readonly deletionsAt: number
  /** The sender itself lacks something in between (Yjs Skip). */
  readonly hasHole: boolean
}

/** It is an update, and has more in it than whoever reads it takes at once. */
export class TooMuch extends MalformedBytes {
  override readonly name = 'TooMuch'
}

type Demands = {
  /** No more of either is read. */
  readonly maxStructs?: number
  readonly maxSections?: number
  /** See `readStored`. */
  readonly isStored?: boolean
}

/** Root names are chosen by the schema; nobody honest needs long ones. */
const MAX_NAME_LENGTH = 256

const readId = (reader: ByteReader): StructId => ({ client: reader.uint(), clock: reader.uint() })

const readName = (reader: ByteReader): string => {
  const name = reader.string()
  if (reader.isStored) return name
  if (name.length > MAX_NAME_LENGTH) throw new MalformedBytes('a name is too long')
  // Whoever makes an object of a map would set its prototype.
  if (name === '__proto__') throw new MalformedBytes('a forbidden name')
  return name
}

const NO_LIMIT = Number.POSITIVE_INFINITY

/** Where a struct lies: in the document, and in the bytes. */
type Place = StructId & { readonly at: number }

/** Of the shared types, the one that has a name before it has anything else. */
const ELEMENT = 3

const readItem = (reader: ByteReader, info: number, place: Place): StructShape => {
  const origin = (info & 0x80) !== 0 ? readId(reader) : null
  const right = (info & 0x40) !== 0 ? readId(reader) : null
  const namesParent = origin === null && right === null
  const parent = !namesParent ? null : reader.uint() === 1 ? readName(reader) : readId(reader)
  const isKeyed = namesParent && (info & 0x20) !== 0
  const key = isKeyed ? readName(reader) : null
  const content = info & 0x1f
  // At most 6, so one byte; reading the content checks it.
  const typeRef = content === 7 ? (reader.bytes[reader.position] ?? -1) : -1
  const name = typeRef === ELEMENT ? reader.ahead(1).string() : null
  const length = readContent(reader, content)
  const { client, clock, at } = place
  return { client, clock, length, at, origin, right, parent, isKeyed, key, content, typeRef, name }
}

const garbage = (place: Place, length: number): StructShape => ({
  ...place,
  length,
  origin: null,
  right: null,
  parent: null,
  isKeyed: false,
  key: null,
  content: 0,
  typeRef: -1,
  name: null,
})

const readSection = (
  reader: ByteReader,
  maxStructs: number,
): { section: Section; hasHole: boolean } => {
  const count = reader.count(2)
  if (count > maxStructs) throw new TooMuch('more structs than are taken at once')
  const client = reader.uint()
  const from = reader.uint()
  const structs: StructShape[] = []
  let clock = from
  let hasHole = false
  for (let left = count; left > 0; left -= 1) {
    const at = reader.position
    const info = reader.byte()
    const kind = info & 0x1f
    if (kind === 10) hasHole = true
    const struct =
      kind === 0 || kind === 10
        ? garbage({ client, clock, at }, reader.uint())
        : readItem(reader, info, { client, clock, at })
    clock += struct.length
    if (struct.length === 0 || !Number.isSafeInteger(clock))
      throw new MalformedBytes('a struct of no length')
    structs.push(struct)
  }
  return { section: { client, from, to: clock, structs, end: reader.position }, hasHole }
}

/**
 * Reads a Yjs update (version 1) strictly and builds nothing of it: every length is checked before
 * it is believed, every string is UTF-8, every JSON parses, nothing follows the end.
 * Throws MalformedBytes. Clients must come in descending order, as Yjs writes them: its merge
 * relies on that without checking. How many structs there are is said in front of them, so that
 * of what is too much nothing is built.
 */
export const readUpdate = (
  bytes: Uint8Array,
  { maxStructs = NO_LIMIT, maxSections = NO_LIMIT, isStored = false }: Demands = {},
): UpdateShape => {
  const reader = new ByteReader(bytes, isStored)
  const sections: Section[] = []
  let hasHole = false
  let previous = Number.POSITIVE_INFINITY
  let structsLeft = maxStructs
  const count = reader.count(3)
  if (count > maxSections) throw new TooMuch('more clients than are taken at once')
  for (let left = count; left > 0; left -= 1) {
    const read = readSection(reader, structsLeft)
    structsLeft -= read.section.structs.length
    if (read.section.client >= previous) throw new MalformedBytes('clients are out of order')
    previous = read.section.client
    hasHole ||= read.hasHole
    sections.push(read.section)
  }
  const deletionsAt = reader.position
  const deletions = readRanges(reader)
  reader.end()
  return { sections, deletions, deletionsAt, hasHole }
}
