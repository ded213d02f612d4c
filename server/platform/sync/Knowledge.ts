import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { ByteReader, MalformedBytes } from './ByteReader.ts'
import type { DocSnapshot } from './DocSnapshot.ts'
import { Deletions, type Ranges, readRanges } from './deletions.ts'
import { MAX_DEPTH } from './readContent.ts'
import type { Section, StructId, StructShape, UpdateShape } from './readUpdate.ts'

/** `[clock, depth, clock, depth …]`: from each clock on, structs lie that deep in the document. */
type DepthRuns = number[]

/** What an update would add. Nothing is known of it until `Knowledge.take` is called. */
export type News = {
  /** The sections that go beyond what was known. */
  readonly sections: readonly Section[]
  readonly deletions: Ranges
  readonly depths: ReadonlyMap<number, DepthRuns>
}

/** `gap`: it builds on something that is not here, and would wait for it in everybody's memory. */
export type Assessment = { readonly kind: 'gap' } | { readonly kind: 'news'; readonly news: News }

const gap: Assessment = { kind: 'gap' }

const NO_DEPTHS: ReadonlyMap<number, DepthRuns> = new Map()

/** Visits to sections that one update's dependencies may cost, so that no knot holds up the process. */
const MAX_VISITS = 2_000_000

const lastDepthIn = (runs: DepthRuns | undefined, clock: number): number | undefined => {
  if (!runs || runs.length === 0 || clock < (runs[0] ?? 0)) return undefined
  let low = 0
  let high = runs.length / 2 - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((runs[middle * 2] ?? 0) <= clock) low = middle
    else high = middle - 1
  }
  return runs[low * 2 + 1]
}

/**
 * What one must know of a document to judge an update without building the document: how far each
 * client has come, what is deleted, and how deep everything lies.
 */
export class Knowledge {
  readonly #clocks: Map<number, number>
  readonly #depths: Map<number, DepthRuns>
  #deletions: Deletions | null = null
  /** Deletions that nobody has asked for yet, as an update of theirs alone. */
  #unreadDeletions: Uint8Array | null = null

  /** What a snapshot knows of the document; nothing without one. */
  constructor(snapshot?: Pick<DocSnapshot, 'vector' | 'depths' | 'deletions'>) {
    this.#clocks = snapshot ? decodeClocks(snapshot.vector) : new Map()
    this.#depths = snapshot ? decodeDepths(snapshot.depths) : new Map()
    this.#unreadDeletions = snapshot?.deletions ?? null
  }

  get #deleted(): Deletions {
    this.#deletions ??= new Deletions()
    if (this.#unreadDeletions) {
      const reader = new ByteReader(this.#unreadDeletions)
      // No structs.
      reader.uint()
      this.#deletions.add(readRanges(reader))
      this.#unreadDeletions = null
    }
    return this.#deletions
  }

  /** One beyond the last clock of a client; 0 for one nobody has heard of. */
  clockOf(client: number): number {
    return this.#clocks.get(client) ?? 0
  }

  /** Throws MalformedBytes when something would lie deeper than a document may be. */
  assess(shape: UpdateShape): Assessment {
    const sections = this.#newIn(shape.sections)
    if (shape.hasHole) return gap
    for (const { client, from } of sections) if (from > this.clockOf(client)) return gap
    const depths = new Settling(this, sections).settle()
    if (!depths) return gap
    for (const [client, ranges] of shape.deletions) {
      const section = sections.find((one) => one.client === client)
      if ((ranges.at(-1)?.to ?? 0) > (section?.to ?? this.clockOf(client))) return gap
    }
    return {
      kind: 'news',
      news: { sections, deletions: this.#newDeletions(shape.deletions), depths },
    }
  }

  /** Most updates are new as a whole, and then nothing is copied. */
  #newIn(sections: readonly Section[]): readonly Section[] {
    const isNew = ({ client, to }: Section) => to > this.clockOf(client)
    return sections.every(isNew) ? sections : sections.filter(isNew)
  }

  take(news: News): void {
    for (const { client, to } of news.sections) this.#clocks.set(client, to)
    for (const [client, runs] of news.depths) {
      const own = this.#depths.get(client)
      if (own) own.push(...runs)
      else this.#depths.set(client, [...runs])
    }
    if (news.deletions.size > 0) this.#deleted.add(news.deletions)
  }

  #newDeletions(deletions: Ranges): Ranges {
    // Most edits delete nothing, and then nobody has to know what was deleted before.
    return deletions.size === 0 ? deletions : this.#deleted.newIn(deletions)
  }

  /** 0 for what was garbage-collected or is unknown. */
  depthOf(client: number, clock: number): number {
    return lastDepthIn(this.#depths.get(client), clock) ?? 0
  }

  stateVector(): Uint8Array {
    return encodeClocks(this.#clocks)
  }

  encodeDepths(): Uint8Array {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, this.#depths.size)
    for (const [client, runs] of this.#depths) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, runs.length)
      for (const number of runs) encoding.writeVarUint(encoder, number)
    }
    return encoding.toUint8Array(encoder)
  }
}

const decodeDepths = (bytes: Uint8Array): Map<number, DepthRuns> => {
  const decoder = decoding.createDecoder(bytes)
  const depths = new Map<number, DepthRuns>()
  for (let clients = decoding.readVarUint(decoder); clients > 0; clients -= 1) {
    const client = decoding.readVarUint(decoder)
    const runs: DepthRuns = []
    for (let left = decoding.readVarUint(decoder); left > 0; left -= 1)
      runs.push(decoding.readVarUint(decoder))
    depths.set(client, runs)
  }
  return depths
}

/** A Yjs state vector of our own making. */
export const decodeClocks = (vector: Uint8Array): Map<number, number> => {
  const decoder = decoding.createDecoder(vector)
  const clocks = new Map<number, number>()
  for (let left = decoding.readVarUint(decoder); left > 0; left -= 1) {
    const client = decoding.readVarUint(decoder)
    clocks.set(client, decoding.readVarUint(decoder))
  }
  return clocks
}

/** A Yjs state vector. */
export const encodeClocks = (clocks: ReadonlyMap<number, number>): Uint8Array => {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, clocks.size)
  for (const [client, clock] of [...clocks].sort(([a], [b]) => b - a)) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
  }
  return encoding.toUint8Array(encoder)
}

/**
 * Walks the new structs in the order in which Yjs could integrate them. What is left over when
 * nothing moves any more would be pending in every client for ever, knots included (H4).
 */
class Settling {
  readonly #knowledge: Knowledge
  readonly #sections: readonly Section[]
  /** How far each section is settled; only where there are several, for one settles in order. */
  readonly #reach: Map<number, number> | null
  /** Only where something lies deeper or less deep than what its client wrote before. */
  #depths: Map<number, DepthRuns> | null = null

  constructor(knowledge: Knowledge, sections: readonly Section[]) {
    this.#knowledge = knowledge
    this.#sections = sections
    this.#reach = sections.length > 1 ? new Map() : null
  }

  settle(): ReadonlyMap<number, DepthRuns> | null {
    const [only] = this.#sections
    const isSettled =
      only && !this.#reach ? this.#advance(only, 0) === only.structs.length : this.#settleAll()
    return isSettled ? (this.#depths ?? NO_DEPTHS) : null
  }

  #settleAll(): boolean {
    const next = this.#sections.map(() => 0)
    let visits = 0
    for (let isMoving = true; isMoving; ) {
      isMoving = false
      for (const [i, section] of this.#sections.entries()) {
        const from = next[i] ?? 0
        const to = this.#advance(section, from)
        next[i] = to
        isMoving ||= to > from
        visits += 1 + to - from
        if (visits > MAX_VISITS) throw new MalformedBytes('its structs are a knot')
      }
    }
    return this.#sections.every((section, i) => next[i] === section.structs.length)
  }

  /** Settles structs of a section from index `at` on, until one has to wait; returns that index. */
  #advance(section: Section, at: number): number {
    const known = this.#knowledge.clockOf(section.client)
    let index = at
    for (let struct = section.structs[index]; struct; struct = section.structs[index]) {
      if (struct.clock + struct.length > known) {
        if (!this.#canSettle(struct)) return index
        this.#note(struct, Math.max(struct.clock, known))
      }
      this.#reach?.set(section.client, struct.clock + struct.length)
      index += 1
    }
    return index
  }

  #canSettle(struct: StructShape): boolean {
    const { origin, right, parent } = struct
    if (origin && !this.#isHere(origin, struct)) return false
    if (right && !this.#isHere(right, struct)) return false
    return parent === null || typeof parent === 'string' || this.#isHere(parent, struct)
  }

  /** Known before, or settled before `settling`. */
  #isHere({ client, clock }: StructId, settling: StructShape): boolean {
    if (clock < this.#knowledge.clockOf(client)) return true
    if (client === settling.client) return clock < settling.clock
    return clock < (this.#reach?.get(client) ?? 0)
  }

  #note(struct: StructShape, from: number): void {
    const depth = this.#depthOf(struct)
    if (depth > MAX_DEPTH) throw new MalformedBytes('a shared type lies too deep')
    const runs = this.#depths?.get(struct.client)
    const before = runs?.at(-1) ?? this.#knowledge.depthOf(struct.client, from - 1)
    if (before === depth) return
    if (runs) runs.push(from, depth)
    else {
      this.#depths ??= new Map()
      this.#depths.set(struct.client, [from, depth])
    }
  }

  #depthOf({ origin, right, parent, isGarbage }: StructShape): number {
    if (isGarbage) return 0
    if (typeof parent === 'string') return 1
    if (parent) return this.#depthAt(parent) + 1
    const neighbour = origin ?? right
    return neighbour ? this.#depthAt(neighbour) : 0
  }

  #depthAt(id: StructId): number {
    return (
      lastDepthIn(this.#depths?.get(id.client), id.clock) ??
      this.#knowledge.depthOf(id.client, id.clock)
    )
  }
}
