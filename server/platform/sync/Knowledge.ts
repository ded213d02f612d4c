import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { ByteReader, MalformedBytes } from './ByteReader.ts'
import type { DocSnapshot } from './DocSnapshot.ts'
import { Deletions, type Ranges, readRanges } from './deletions.ts'
import { beside, depthIn, fitsIn, holding, inRoot, inside, type Placing } from './placing.ts'
import { MAX_DEPTH } from './readContent.ts'
import type { Section, StructId, StructShape, UpdateShape } from './readUpdate.ts'

/** `[clock, placing, clock, placing …]`: from each clock on, structs lie there in the document. */
type PlacingRuns = number[]

/** What an update would add. Nothing is known of it until `Knowledge.take` is called. */
export type News = {
  /** The sections that go beyond what was known. */
  readonly sections: readonly Section[]
  readonly deletions: Ranges
  readonly placings: ReadonlyMap<number, PlacingRuns>
  /** Something lies where an XML root has no such thing. */
  readonly isMisplaced: boolean
}

/** `gap`: it builds on something that is not here, and would wait for it in everybody's memory. */
export type Assessment = { readonly kind: 'gap' } | { readonly kind: 'news'; readonly news: News }

const gap: Assessment = { kind: 'gap' }

const NO_PLACINGS: ReadonlyMap<number, PlacingRuns> = new Map()

/** Visits to sections that one update's dependencies may cost, so that no knot holds up the process. */
const MAX_VISITS = 2_000_000

const lastPlacingIn = (runs: PlacingRuns | undefined, clock: number): number | undefined => {
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
 * client has come, what is deleted, and where everything lies.
 */
export class Knowledge {
  readonly xmlRoots: ReadonlySet<string>
  readonly #clocks: Map<number, number>
  /** The clocks as they are told; null when somebody has come further since. */
  #vector: Uint8Array | null = null
  readonly #placings: Map<number, PlacingRuns>
  #deletions: Deletions | null = null
  /** Deletions that nobody has asked for yet, as an update of theirs alone. */
  #unreadDeletions: Uint8Array | null = null

  /** What a snapshot knows of the document; nothing without one. `xmlRoots` are the roots that hold XML. */
  constructor(
    snapshot: Pick<DocSnapshot, 'vector' | 'depths' | 'deletions'> | null = null,
    xmlRoots: ReadonlySet<string> = new Set(),
  ) {
    this.xmlRoots = xmlRoots
    this.#clocks = snapshot ? decodeClocks(snapshot.vector) : new Map()
    this.#placings = snapshot ? decodePlacings(snapshot.depths) : new Map()
    this.#unreadDeletions = snapshot?.deletions ?? null
  }

  get #deleted(): Deletions {
    this.#deletions ??= new Deletions()
    if (this.#unreadDeletions) {
      this.#deletions.add(readDeletions(this.#unreadDeletions))
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
    const settling = new Settling(this, sections)
    const placings = settling.settle()
    if (!placings) return gap
    if (!this.#reaches(shape.deletions, sections)) return gap
    return {
      kind: 'news',
      news: {
        sections,
        deletions: this.#newDeletions(shape.deletions),
        placings,
        isMisplaced: settling.isMisplaced,
      },
    }
  }

  /** Most updates are new as a whole, and then nothing is copied. */
  #newIn(sections: readonly Section[]): readonly Section[] {
    const isNew = ({ client, to }: Section) => to > this.clockOf(client)
    return sections.every(isNew) ? sections : sections.filter(isNew)
  }

  /** Whether there is, or will be with these sections, all that is to be deleted. */
  #reaches(deletions: Ranges, sections: readonly Section[]): boolean {
    if (deletions.size === 0) return true
    const ends = new Map(sections.map(({ client, to }) => [client, to]))
    for (const [client, ranges] of deletions)
      if ((ranges.at(-1)?.to ?? 0) > (ends.get(client) ?? this.clockOf(client))) return false
    return true
  }

  /**
   * The clocks come last: what is known by them is never asked for again, so they may not be ahead
   * of the rest.
   */
  take(news: News): void {
    for (const [client, runs] of news.placings) {
      const own = this.#placings.get(client)
      if (!own) this.#placings.set(client, [...runs])
      // One by one: as arguments of one call, the runs of a large update would overflow the stack.
      else for (const number of runs) own.push(number)
    }
    if (news.deletions.size > 0) this.#deleted.add(news.deletions)
    if (news.sections.length > 0) this.#vector = null
    for (const { client, to } of news.sections) this.#clocks.set(client, to)
  }

  /** Deleted stretches that do not touch. */
  get deletedStretches(): number {
    return this.#deleted.count
  }

  /** `deletions`: an update of deletions alone. */
  learnDeletions(deletions: Uint8Array): void {
    this.#deleted.add(readDeletions(deletions))
  }

  #newDeletions(deletions: Ranges): Ranges {
    // Most edits delete nothing, and then nobody has to know what was deleted before.
    return deletions.size === 0 ? deletions : this.#deleted.newIn(deletions)
  }

  /** 0 for what was garbage-collected or is unknown. */
  placingOf(client: number, clock: number): Placing {
    return lastPlacingIn(this.#placings.get(client), clock) ?? 0
  }

  stateVector(): Uint8Array {
    this.#vector ??= encodeClocks(this.#clocks)
    return this.#vector
  }

  encodeDepths(): Uint8Array {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, this.#placings.size)
    for (const [client, runs] of this.#placings) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, runs.length)
      for (const number of runs) encoding.writeVarUint(encoder, number)
    }
    return encoding.toUint8Array(encoder)
  }
}

const readDeletions = (update: Uint8Array): Ranges => {
  const reader = new ByteReader(update)
  // No structs.
  reader.uint()
  return readRanges(reader)
}

const decodePlacings = (bytes: Uint8Array): Map<number, PlacingRuns> => {
  const decoder = decoding.createDecoder(bytes)
  const placings = new Map<number, PlacingRuns>()
  for (let clients = decoding.readVarUint(decoder); clients > 0; clients -= 1) {
    const client = decoding.readVarUint(decoder)
    const runs: PlacingRuns = []
    for (let left = decoding.readVarUint(decoder); left > 0; left -= 1)
      runs.push(decoding.readVarUint(decoder))
    placings.set(client, runs)
  }
  return placings
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
  isMisplaced = false
  /** How far each section is settled; only where there are several, for one settles in order. */
  readonly #reach: Map<number, number> | null
  /** Only where something lies elsewhere than what its client wrote before. */
  #placings: Map<number, PlacingRuns> | null = null

  constructor(knowledge: Knowledge, sections: readonly Section[]) {
    this.#knowledge = knowledge
    this.#sections = sections
    this.#reach = sections.length > 1 ? new Map() : null
  }

  settle(): ReadonlyMap<number, PlacingRuns> | null {
    const [only] = this.#sections
    const isSettled =
      only && !this.#reach ? this.#advance(only, 0) === only.structs.length : this.#settleAll()
    return isSettled ? (this.#placings ?? NO_PLACINGS) : null
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
    const lies = this.#placeOf(struct)
    if (depthIn(lies) > MAX_DEPTH) throw new MalformedBytes('a shared type lies too deep')
    this.isMisplaced ||= !fitsIn(lies, struct)
    const placing = holding(lies, struct)
    const runs = this.#placings?.get(struct.client)
    const before = runs?.at(-1) ?? this.#knowledge.placingOf(struct.client, from - 1)
    if (before === placing) return
    if (runs) runs.push(from, placing)
    else {
      this.#placings ??= new Map()
      this.#placings.set(struct.client, [from, placing])
    }
  }

  #placeOf(struct: StructShape): Placing {
    const { origin, right, parent, content } = struct
    if (content === 0) return 0
    if (typeof parent === 'string') return inRoot(this.#knowledge.xmlRoots.has(parent), struct)
    if (parent) return inside(this.#placingAt(parent), struct)
    const left = origin ? beside(this.#placingAt(origin)) : 0
    if (!right) return left
    const place = beside(this.#placingAt(right))
    // One of them is a lie, and which one Yjs believes has changed. What was collected says nothing.
    if (left !== 0 && place !== 0 && left !== place) this.isMisplaced = true
    return place
  }

  #placingAt(id: StructId): Placing {
    return (
      lastPlacingIn(this.#placings?.get(id.client), id.clock) ??
      this.#knowledge.placingOf(id.client, id.clock)
    )
  }
}
