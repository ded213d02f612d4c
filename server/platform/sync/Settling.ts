import { MalformedBytes } from './ByteReader.ts'
import { Deletions, type Ranges } from './deletions.ts'
import type { Knowledge } from './Knowledge.ts'
import {
  beside,
  DELETED,
  depthIn,
  fitsIn,
  holding,
  inRoot,
  inside,
  isAtTop,
  isKeyed,
} from './placing.ts'
import {
  haveSameParent,
  lastPlaceIn,
  NOWHERE,
  type Place,
  type PlacingRuns,
  placeIn,
  ROOT,
} from './placingRuns.ts'
import { MAX_DEPTH } from './readContent.ts'
import type { Section, StructId, StructShape } from './readUpdate.ts'
import { indexAt } from './SearchedLists.ts'

const NO_PLACINGS: ReadonlyMap<number, PlacingRuns> = new Map()
const NO_ROOTS: ReadonlyMap<string, number> = new Map()

/** A section that is settled so far, with those who wait for one of its structs, by which it is. */
type Row = {
  readonly section: Section
  next: number
  readonly waiting: Map<number, Row[]>
}

const rowOf = (section: Section): Row => ({ section, next: 0, waiting: new Map() })

/**
 * Walks the new structs in the order in which Yjs could integrate them. What is left over when
 * nothing moves any more would be pending in every client for ever, knots included.
 */
export class Settling {
  readonly #knowledge: Knowledge
  readonly #sections: readonly Section[]
  readonly #deletions: Ranges
  /** The same, to look into; null until something has to be looked for. */
  #deleted: Deletions | null = null
  /** Parents found gone: thousands may ask for one that lies deep. */
  #gone: Set<string> | null = null
  isMisplaced = false
  #roots: Map<string, number> | null = null
  /** How far each section is settled; only where there are several, for one settles in order. */
  readonly #reach: Map<number, number> | null
  /** Only where something lies elsewhere than what its client wrote before. */
  #placings: Map<number, PlacingRuns> | null = null

  constructor(knowledge: Knowledge, sections: readonly Section[], deletions: Ranges) {
    this.#knowledge = knowledge
    this.#sections = sections
    this.#deletions = deletions
    this.#reach = sections.length > 1 ? new Map() : null
  }

  /** Roots that nothing lay in before, each with the number it is to have. */
  get roots(): ReadonlyMap<string, number> {
    return this.#roots ?? NO_ROOTS
  }

  settle(): ReadonlyMap<number, PlacingRuns> | null {
    const [only] = this.#sections
    const isSettled =
      only && !this.#reach ? this.#advance(only, 0) === only.structs.length : this.#settleAll()
    return isSettled ? (this.#placings ?? NO_PLACINGS) : null
  }

  /**
   * Who has to wait goes on when the struct it waits for is settled, and waits for three at most before
   * each of its own: what thousands of pages have written into each other's lines costs its length.
   */
  #settleAll(): boolean {
    const rows = new Map(this.#sections.map((section) => [section.client, rowOf(section)]))
    const due = [...rows.values()].reverse()
    for (let row = due.pop(); row; row = due.pop()) {
      const { section, next: from, waiting } = row
      row.next = this.#advance(section, from)
      const struct = section.structs[row.next]
      const needs = struct && this.#missing(struct)
      if (needs) waitFor(rows.get(needs.client), needs.clock, row)
      for (let index = from; index < row.next; index += 1)
        for (const released of waiting.get(index) ?? []) due.push(released)
    }
    return [...rows.values()].every(({ section, next }) => next === section.structs.length)
  }

  /** Settles structs of a section from index `at` on, until one has to wait; returns that index. */
  #advance(section: Section, at: number): number {
    const known = this.#knowledge.clockOf(section.client)
    let index = at
    for (let struct = section.structs[index]; struct; struct = section.structs[index]) {
      if (struct.clock + struct.length > known) {
        if (this.#missing(struct)) return index
        this.#note(struct, Math.max(struct.clock, known))
      }
      this.#reach?.set(section.client, struct.clock + struct.length)
      index += 1
    }
    return index
  }

  /** What it hangs on that is not here yet; null when all is. */
  #missing(struct: StructShape): StructId | null {
    const { origin, right, parent } = struct
    if (origin && !this.#isHere(origin, struct)) return origin
    if (right && !this.#isHere(right, struct)) return right
    if (parent === null || typeof parent === 'string') return null
    return this.#isHere(parent, struct) ? null : parent
  }

  /** Known before, or settled before `settling`. */
  #isHere({ client, clock }: StructId, settling: StructShape): boolean {
    if (clock < this.#knowledge.clockOf(client)) return true
    if (client === settling.client) return clock < settling.clock
    return clock < (this.#reach?.get(client) ?? 0)
  }

  #note(struct: StructShape, from: number): void {
    const lies = this.#placeOf(struct)
    if (depthIn(lies.placing) > MAX_DEPTH) throw new MalformedBytes('a shared type lies too deep')
    const isOutside = isAtTop(lies.placing) && this.#knowledge.innerElements.has(struct.name ?? '')
    this.isMisplaced ||=
      isOutside || !fitsIn(lies.placing, struct) || this.#isSplittable(lies, struct, from)
    const placing = holding(lies.placing, struct)
    const runs = this.#placings?.get(struct.client)
    const before = runs ? lastPlaceIn(runs) : this.#knowledge.placeOf(struct.client, from - 1)
    if (before.placing === placing && haveSameParent(before, lies)) return
    if (runs) runs.push(from, placing, lies.client, lies.clock)
    else {
      this.#placings ??= new Map()
      this.#placings.set(struct.client, [from, placing, lies.client, lies.clock])
    }
  }

  /**
   * A value under a key that is several long: half of it could be deleted and the other half stay,
   * which Yjs believes to be gone. Whoever deletes the parent then has a Yjs that throws and says
   * nothing any more. Whoever can undo keeps values that were overwritten joined, all of them deleted.
   */
  #isSplittable({ placing }: Place, struct: StructShape, from: number): boolean {
    const { client, clock, length, content } = struct
    const end = clock + length
    if (!isKeyed(placing) || content === DELETED || end - from === 1) return false
    for (let at = from; at < end; at += 1) if (!this.#isDeleted({ client, clock: at })) return true
    return false
  }

  #placeOf(struct: StructShape): Place {
    const { origin, right, parent, content } = struct
    if (content === 0) return NOWHERE
    if (typeof parent === 'string') {
      const placing = inRoot(this.#knowledge.xmlRoots.has(parent), struct)
      return { placing, client: ROOT, clock: this.#numberOfRoot(parent) }
    }
    if (parent) {
      const { client, clock } = parent
      return { placing: inside(this.#placeAt(parent).placing, struct), client, clock }
    }
    const left = origin ? this.#placeAt(origin) : NOWHERE
    const next = right ? this.#placeAt(right) : NOWHERE
    if (right) this.isMisplaced ||= !this.#fitBetween(origin ? left : null, next)
    const { placing, client, clock } = next.placing === 0 ? left : next
    return { placing: beside(placing), client, clock }
  }

  /**
   * Whether something may lie between two that lie there. Whoever has both puts it beside the left
   * one, and whoever has had one of them collected keeps nothing of it: what is written next to it
   * later would be there for some and lost to the others. So both lie in one parent, or what was
   * collected tells nothing and the other is gone as well. Their order says nothing: Yjs' own undo
   * names the same letter on both sides.
   */
  #fitBetween(left: Place | null, right: Place): boolean {
    // Nobody honest puts anything before what lies under a key: there the newest is the last.
    if (isKeyed(right.placing)) return false
    if (!left) return true
    if (left.placing === 0) return this.#isGone(right)
    if (right.placing === 0) return this.#isGone(left)
    return beside(left.placing) === beside(right.placing) && haveSameParent(left, right)
  }

  /** Whether all that lies in this parent is deleted, for everybody who has this update. */
  #isGone(place: Place): boolean {
    this.#gone ??= new Set()
    const passed: string[] = []
    for (let at = place; at.placing !== 0; at = this.#placeAt(at)) {
      if (at.client === ROOT) return false
      const key = `${at.client}:${at.clock}`
      if (this.#gone.has(key)) break
      passed.push(key)
      if (this.#isDeleted(at)) break
    }
    for (const key of passed) this.#gone.add(key)
    return true
  }

  #isDeleted(id: StructId): boolean {
    if (this.#knowledge.isDeleted(id)) return true
    if (this.#deletions.size === 0) return false
    if (!this.#deleted) {
      this.#deleted = new Deletions()
      this.#deleted.add(this.#deletions)
    }
    return this.#deleted.has(id)
  }

  #placeAt({ client, clock }: StructId): Place {
    return placeIn(this.#placings?.get(client), clock) ?? this.#knowledge.placeOf(client, clock)
  }

  #numberOfRoot(name: string): number {
    const { rootCount } = this.#knowledge
    const known = this.#knowledge.numberOfRoot(name)
    if (known !== undefined) return known
    this.#roots ??= new Map()
    const number = this.#roots.get(name) ?? rootCount + this.#roots.size
    this.#roots.set(name, number)
    return number
  }
}

/** Of what is nowhere in the update nobody hears any more. */
const waitFor = (row: Row | undefined, clock: number, waiter: Row): void => {
  if (!row) return
  const index = indexAt(row.section.structs, clock)
  const others = row.waiting.get(index)
  if (others) others.push(waiter)
  else row.waiting.set(index, [waiter])
}
