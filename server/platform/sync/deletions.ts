import * as encoding from 'lib0/encoding'
import { type ByteReader, MalformedBytes } from './ByteReader.ts'

/** Half-open, on one client's clock. */
type Range = { readonly from: number; readonly to: number }

/** Deleted ranges per client: sorted, apart from one another. */
export type Ranges = ReadonlyMap<number, readonly Range[]>

const tidied = (ranges: Range[]): Range[] => {
  ranges.sort((a, b) => a.from - b.from)
  const tidy: Range[] = []
  for (const range of ranges) {
    const last = tidy.at(-1)
    if (last && range.from <= last.to)
      tidy[tidy.length - 1] = { from: last.from, to: Math.max(last.to, range.to) }
    else tidy.push(range)
  }
  return tidy
}

/** Most edits delete nothing. */
const NOTHING: Ranges = new Map()

/** Reads the delete set at the end of a Yjs update. */
export const readRanges = (reader: ByteReader): Ranges => {
  let clients = reader.count(2)
  if (clients === 0) return NOTHING
  const read = new Map<number, Range[]>()
  for (; clients > 0; clients -= 1) {
    const client = reader.uint()
    const ranges = read.get(client) ?? []
    for (let left = reader.count(2); left > 0; left -= 1) {
      const from = reader.uint()
      const to = from + reader.uint()
      if (!Number.isSafeInteger(to)) throw new MalformedBytes('a range is too long')
      if (to > from) ranges.push({ from, to })
    }
    if (ranges.length > 0) read.set(client, ranges)
  }
  for (const [client, ranges] of read) read.set(client, tidied(ranges))
  return read
}

export const countOf = (ranges: Ranges): number => {
  let count = 0
  for (const list of ranges.values()) count += list.length
  return count
}

export const encodeRanges = (ranges: Ranges): Uint8Array => {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, ranges.size)
  for (const [client, list] of [...ranges].sort(([a], [b]) => b - a)) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, list.length)
    for (const { from, to } of list) {
      encoding.writeVarUint(encoder, from)
      encoding.writeVarUint(encoder, to - from)
    }
  }
  return encoding.toUint8Array(encoder)
}

/** The first of the sorted `ranges` that ends beyond `clock`. */
const firstBeyond = (ranges: readonly Range[], clock: number): number => {
  let low = 0
  let high = ranges.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ranges[middle]?.to ?? 0) > clock) high = middle
    else low = middle + 1
  }
  return low
}

/** The parts of `range` that `known` does not cover. */
const uncovered = (known: readonly Range[], range: Range): Range[] => {
  const rest: Range[] = []
  let from = range.from
  for (let i = firstBeyond(known, from); from < range.to; i += 1) {
    const next = known[i]
    if (!next || next.from >= range.to) {
      rest.push({ from, to: range.to })
      break
    }
    if (next.from > from) rest.push({ from, to: next.from })
    from = next.to
  }
  return rest
}

/** More than so many at once are joined with what is known in one walk over both. */
const MOST_ONE_BY_ONE = 64

/** Puts `range` into the sorted `known`, in place: a keystroke must not cost a walk over all of it. */
const insert = (known: Range[], range: Range): void => {
  const at = firstBeyond(known, range.from - 1)
  let { from, to } = range
  let end = at
  for (let next = known[end]; next && next.from <= to; next = known[end]) {
    from = Math.min(from, next.from)
    to = Math.max(to, next.to)
    end += 1
  }
  known.splice(at, end - at, { from, to })
}

/** Both together, `known` perhaps in place; `list` is sorted and apart. */
const joined = (known: Range[], list: readonly Range[]): Range[] => {
  if (known.length === 0) return [...list]
  // A quarter of a million of them between as many others would take minutes one by one.
  if (list.length > MOST_ONE_BY_ONE) return tidied([...known, ...list])
  for (const range of list) insert(known, range)
  return known
}

/** Everything that is known to be deleted in a document. */
export class Deletions {
  readonly #known = new Map<number, Range[]>()
  #count = 0

  get ranges(): Ranges {
    return this.#known
  }

  /** How many of them. */
  get count(): number {
    return this.#count
  }

  has({ client, clock }: { readonly client: number; readonly clock: number }): boolean {
    const known = this.#known.get(client) ?? []
    const range = known[firstBeyond(known, clock)]
    return range !== undefined && range.from <= clock
  }

  /**
   * What of `ranges` is new. A client that reconnects sends every deletion it ever saw; without
   * this they would all be stored and passed on each time.
   */
  newIn(ranges: Ranges): Ranges {
    const fresh = new Map<number, readonly Range[]>()
    for (const [client, list] of ranges) {
      const known = this.#known.get(client) ?? []
      const rest = list.flatMap((range) => uncovered(known, range))
      if (rest.length > 0) fresh.set(client, rest)
    }
    return fresh
  }

  clear(): void {
    this.#known.clear()
    this.#count = 0
  }

  add(ranges: Ranges): void {
    for (const [client, list] of ranges) {
      const known = this.#known.get(client) ?? []
      this.#count -= known.length
      const all = joined(known, list)
      this.#count += all.length
      this.#known.set(client, all)
    }
  }
}
