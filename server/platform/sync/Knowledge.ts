import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { ByteReader } from './ByteReader.ts'
import type { DocSnapshot } from './DocSnapshot.ts'
import { Deletions, type Ranges, readRanges } from './deletions.ts'
import {
  NOWHERE,
  type Place,
  type PlacingRuns,
  placeIn,
  readRuns,
  writeRuns,
} from './placingRuns.ts'
import { readStored } from './readStored.ts'
import type { Section, StructId, UpdateShape } from './readUpdate.ts'
import { Settling } from './Settling.ts'

/** What an update would add. Nothing is known of it until `Knowledge.take` is called. */
export type News = {
  /** The sections that go beyond what was known. */
  readonly sections: readonly Section[]
  readonly deletions: Ranges
  readonly placings: ReadonlyMap<number, PlacingRuns>
  /** Roots that nothing lay in before, each with the number that stands for it in the placings. */
  readonly roots: ReadonlyMap<string, number>
  /** Something lies where an XML root has no such thing, or hangs on what lies apart. */
  readonly isMisplaced: boolean
}

/** `gap`: it builds on something that is not here, and would wait for it in everybody's memory. */
export type Assessment = { readonly kind: 'gap' } | { readonly kind: 'news'; readonly news: News }

const gap: Assessment = { kind: 'gap' }

/**
 * What one must know of a document to judge an update without building the document: how far each
 * client has come, what is deleted, and where and in which parent everything lies.
 */
export class Knowledge {
  readonly xmlRoots: ReadonlySet<string>
  /** Names of elements that lie in others and never right in such a root. */
  readonly innerElements: ReadonlySet<string>
  readonly #clocks: Map<number, number>
  /** The clocks as they are told; null when somebody has come further since. */
  #vector: Uint8Array | null = null
  readonly #placings: Map<number, PlacingRuns>
  /** Names of roots, each with the number that stands for it in the placings. */
  readonly #roots: Map<string, number>
  #deletions: Deletions | null = null
  /** Deletions that nobody has asked for yet, as an update of theirs alone. */
  #unreadDeletions: Uint8Array | null = null

  /** What a snapshot knows of the document; nothing without one. `xmlRoots` are the roots that hold XML. */
  constructor(
    snapshot: Pick<DocSnapshot, 'state' | 'vector' | 'depths' | 'deletions'> | null = null,
    xmlRoots: ReadonlySet<string> = new Set(),
    innerElements: ReadonlySet<string> = new Set(),
  ) {
    this.xmlRoots = xmlRoots
    this.innerElements = innerElements
    this.#clocks = snapshot ? decodeClocks(snapshot.vector) : new Map()
    const { placings, roots } = snapshot ? placesIn(snapshot, xmlRoots) : nowhere()
    this.#placings = placings
    this.#roots = roots
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
    const settling = new Settling(this, sections, shape.deletions)
    const placings = settling.settle()
    if (!placings) return gap
    if (!this.#reaches(shape.deletions, sections)) return gap
    return {
      kind: 'news',
      news: {
        sections,
        deletions: this.#newDeletions(shape.deletions),
        placings,
        roots: settling.roots,
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
    for (const [root, number] of news.roots) this.#roots.set(root, number)
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

  /**
   * A snapshot has taken the place of what it was made of, and has what follows from deletions too.
   * What was unread before is in it, so it is left unread as well.
   */
  folded({ deletions }: Pick<DocSnapshot, 'deletions'>): void {
    this.#unreadDeletions = deletions
  }

  #newDeletions(deletions: Ranges): Ranges {
    // Most edits delete nothing, and then nobody has to know what was deleted before.
    return deletions.size === 0 ? deletions : this.#deleted.newIn(deletions)
  }

  /** NOWHERE for what was garbage-collected or is unknown. */
  placeOf(client: number, clock: number): Place {
    return placeIn(this.#placings.get(client), clock) ?? NOWHERE
  }

  get rootCount(): number {
    return this.#roots.size
  }

  /** Undefined for a root that nothing lies in. */
  numberOfRoot(name: string): number | undefined {
    return this.#roots.get(name)
  }

  /** Whether it is known to be deleted; what follows from the deletion of others need not be. */
  isDeleted(id: StructId): boolean {
    return this.#deleted.has(id)
  }

  stateVector(): Uint8Array {
    this.#vector ??= encodeClocks(this.#clocks)
    return this.#vector
  }

  encodeDepths(): Uint8Array {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, this.#roots.size)
    for (const root of this.#roots.keys()) encoding.writeVarString(encoder, root)
    encoding.writeVarUint(encoder, this.#placings.size)
    for (const [client, runs] of this.#placings) {
      encoding.writeVarUint(encoder, client)
      writeRuns(encoder, client, runs)
    }
    return encoding.toUint8Array(encoder)
  }

  /** Where everything lies. */
  get places(): Places {
    return { placings: this.#placings, roots: this.#roots }
  }
}

type Places = {
  readonly placings: Map<number, PlacingRuns>
  readonly roots: Map<string, number>
}

const nowhere = (): Places => ({ placings: new Map(), roots: new Map() })

/** One that was made before parents were told from one another has to be read through. */
const placesIn = (
  { state, depths }: Pick<DocSnapshot, 'state' | 'depths'>,
  xmlRoots: ReadonlySet<string>,
): Places => {
  if (depths) return decodePlaces(depths)
  const knowledge = new Knowledge(null, xmlRoots)
  const assessment = knowledge.assess(readStored(state))
  if (assessment.kind === 'news') knowledge.take(assessment.news)
  return knowledge.places
}

const readDeletions = (update: Uint8Array): Ranges => {
  const reader = new ByteReader(update)
  // No structs.
  reader.uint()
  return readRanges(reader)
}

const decodePlaces = (bytes: Uint8Array): Places => {
  const decoder = decoding.createDecoder(bytes)
  const { placings, roots } = nowhere()
  for (let left = decoding.readVarUint(decoder); left > 0; left -= 1)
    roots.set(decoding.readVarString(decoder), roots.size)
  for (let clients = decoding.readVarUint(decoder); clients > 0; clients -= 1) {
    const client = decoding.readVarUint(decoder)
    placings.set(client, readRuns(decoder, client))
  }
  return { placings, roots }
}

/** A Yjs state vector: our own, or one that was read through when it came. */
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
