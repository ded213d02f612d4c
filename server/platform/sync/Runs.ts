import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { ByteReader } from './ByteReader.ts'
import { encodeClocks } from './Knowledge.ts'
import type { Section, UpdateShape } from './readUpdate.ts'

/** A run is cut here, so that finding a place within one reads no more than this. */
const RUN_BYTES = 4096

/** Consecutive structs of one client, as Yjs encodes them one behind the other. */
type Run = {
  readonly from: number
  /** One beyond the last clock. */
  to: number
  count: number
  /** In memory of its own it may grow, and then has room behind `length`. */
  bytes: Uint8Array
  length: number
  readonly isOwn: boolean
}

/** Structs from one clock on, in pieces of memory that are sent one behind the other. */
type Cut = { from: number; count: number; pieces: Uint8Array[] }

/** Part of a section, and where in the update's bytes it lies. */
type SectionPiece = Pick<Run, 'from' | 'to' | 'count' | 'length'> & { readonly at: number }

/** A section in pieces of at most about RUN_BYTES. */
const piecesOf = ({ from, to, structs, end }: Section): SectionPiece[] => {
  const pieces: SectionPiece[] = []
  let began = { clock: from, at: structs[0]?.at ?? end }
  let count = 0
  for (const i of structs.keys()) {
    const next = structs[i + 1] ?? { clock: to, at: end }
    count += 1
    if (next.at < end && next.at - began.at < RUN_BYTES) continue
    const length = next.at - began.at
    pieces.push({ from: began.clock, to: next.clock, count, at: began.at, length })
    began = next
    count = 0
  }
  return pieces
}

/** Where in an update the structs of each client lie, to be kept beside it. */
export const encodeRuns = ({ sections }: Pick<UpdateShape, 'sections'>): Uint8Array => {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, sections.length)
  for (const section of sections) {
    const pieces = piecesOf(section)
    const head = [section.client, section.from, section.structs[0]?.at ?? 0, 3 * pieces.length]
    for (const number of head) encoding.writeVarUint(encoder, number)
    for (const piece of pieces)
      for (const number of [piece.count, piece.to - piece.from, piece.length])
        encoding.writeVarUint(encoder, number)
  }
  return encoding.toUint8Array(encoder)
}

/**
 * The structs of a document's updates by client, as bytes in order: whatever lies beyond a state
 * vector is put together by copying, and nothing of it is decoded. Every update must begin where
 * what is known of its clients ends, or before.
 */
export class Runs {
  readonly #byClient = new Map<number, Run[]>()

  /** `runs` as `encodeRuns` made them of `update`. */
  static of(update: Uint8Array, runs: Uint8Array): Runs {
    const all = new Runs()
    const decoder = decoding.createDecoder(runs)
    for (let clients = decoding.readVarUint(decoder); clients > 0; clients -= 1) {
      const list: Run[] = []
      all.#byClient.set(decoding.readVarUint(decoder), list)
      let from = decoding.readVarUint(decoder)
      let at = decoding.readVarUint(decoder)
      for (let left = decoding.readVarUint(decoder); left > 0; left -= 3) {
        const count = decoding.readVarUint(decoder)
        const to = from + decoding.readVarUint(decoder)
        const length = decoding.readVarUint(decoder)
        list.push({
          from,
          to,
          count,
          length,
          bytes: update.subarray(at, at + length),
          isOwn: false,
        })
        from = to
        at += length
      }
    }
    return all
  }

  /** Takes an update in. Throws when it begins beyond what is known. */
  add(update: Uint8Array, { sections }: Pick<UpdateShape, 'sections'>): void {
    for (const section of sections) {
      const { client, from, to } = section
      const runs = this.#byClient.get(client) ?? []
      const reach = runs.at(-1)?.to ?? 0
      if (from > reach) throw new Error(`structs of ${client} are missing from ${reach} to ${from}`)
      if (to <= reach) continue
      this.#byClient.set(client, runs)
      for (const piece of piecesOf(section)) {
        if (piece.to <= reach) continue
        const bytes = update.subarray(piece.at, piece.at + piece.length)
        if (piece.from >= reach) append(runs, { ...piece, bytes })
        else
          append(runs, { ...piece, from: reach, ...cutStructs(client, reach, { ...piece, bytes }) })
      }
    }
  }

  /** A Yjs state vector. */
  vector(): Uint8Array {
    return encodeClocks(
      new Map([...this.#byClient].map(([id, runs]) => [id, runs.at(-1)?.to ?? 0])),
    )
  }

  /** An update with every struct beyond `has` and with these deletions, as Yjs encodes them. */
  beyond(has: ReadonlyMap<number, number>, deletions: Uint8Array): Uint8Array {
    const cuts: (Cut & { readonly client: number })[] = []
    for (const [client, runs] of this.#byClient) {
      const cut = cutBeyond(client, runs, has.get(client) ?? 0)
      if (cut) cuts.push({ client, ...cut })
    }
    // As Yjs writes them: its merge relies on it.
    cuts.sort((a, b) => b.client - a.client)
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, cuts.length)
    for (const { client, from, count, pieces } of cuts) {
      for (const number of [count, client, from]) encoding.writeVarUint(encoder, number)
      for (const piece of pieces) encoding.writeUint8Array(encoder, piece)
    }
    encoding.writeUint8Array(encoder, deletions)
    return encoding.toUint8Array(encoder)
  }
}

type Piece = {
  readonly from: number
  readonly to: number
  readonly count: number
  readonly bytes: Uint8Array
}

/** Behind the last run when that is ours and has not become long, else as a run of its own. */
const append = (runs: Run[], { from, to, count, bytes }: Piece): void => {
  const last = runs.at(-1)
  if (!last?.isOwn || last.length + bytes.length > RUN_BYTES) {
    runs.push({ from, to, count, bytes: new Uint8Array(bytes), length: bytes.length, isOwn: true })
    return
  }
  if (last.length + bytes.length > last.bytes.length) {
    const larger = new Uint8Array(Math.min(RUN_BYTES, 2 * (last.length + bytes.length)))
    larger.set(last.bytes.subarray(0, last.length))
    last.bytes = larger
  }
  last.bytes.set(bytes, last.length)
  last.length += bytes.length
  last.count += count
  last.to = to
}

const cutBeyond = (client: number, runs: readonly Run[], clock: number): Cut | null => {
  let low = 0
  let high = runs.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((runs[middle]?.to ?? 0) > clock) high = middle
    else low = middle + 1
  }
  const first = runs[low]
  if (!first) return null
  const cut: Cut = { from: Math.max(first.from, clock), count: 0, pieces: [] }
  for (const run of runs.slice(low)) {
    const bytes = run.bytes.subarray(0, run.length)
    const part = run.from < clock ? cutStructs(client, clock, { ...run, bytes }) : { ...run, bytes }
    cut.count += part.count
    cut.pieces.push(part.bytes)
  }
  return cut
}

/** What of these structs lies beyond `clock`, which is within them: one of them may have to be cut in two. */
const cutStructs = (
  client: number,
  clock: number,
  { from, count, bytes }: Pick<Piece, 'from' | 'count' | 'bytes'>,
): { count: number; bytes: Uint8Array } => {
  const encoder = encoding.createEncoder()
  for (const number of [1, count, client, from]) encoding.writeVarUint(encoder, number)
  encoding.writeUint8Array(encoder, bytes)
  encoding.writeVarUint(encoder, 0)
  const alone = encoding.toUint8Array(encoder)
  const rest = Y.diffUpdate(alone, encodeClocks(new Map([[client, clock]])))
  const reader = new ByteReader(rest)
  // One client; then how many structs; its id and its first clock.
  reader.uint()
  const left = reader.uint()
  reader.uint()
  reader.uint()
  // Without the deletions, of which there are none.
  return { count: left, bytes: rest.subarray(reader.position, rest.length - 1) }
}
