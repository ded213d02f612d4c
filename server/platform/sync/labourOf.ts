import * as Y from 'yjs'
import type { News } from './Knowledge.ts'
import type { Section, StructId, StructShape } from './readUpdate.ts'
import { indexAt, isIn, itemAt, SearchedLists, typeAt } from './SearchedLists.ts'

/** Of the searches of one update together: an eighth of a second of them. */
export const MOST_STEPS = 250_000

/** Of what is cut in two, each cut copies a part. */
const MOST_COPIED = 20_000_000

/** Structs that Yjs moves along, each time it cuts one or joins what was deleted: a tenth of a second of them. */
const MOST_MOVED = 400_000_000

/** The kind of content that holds others. */
const HOLDER = 7

const nameOf = ({ client, clock }: StructId): string => `${client}.${clock}`

const isSame = (a: StructId | null, b: StructId | null): boolean =>
  a === b || (a !== null && b !== null && a.client === b.client && a.clock === b.clock)

/** Yjs walks over whatever it finds where a struct says that nothing is. */
class Places {
  readonly #doc: Y.Doc
  /** By the last place of each struct of the update: what it says is at its right. */
  readonly #rights = new Map<string, StructId | null>()
  /** Neighbours, and places in a parent, behind which something was put already. */
  readonly #taken = new Set<string>()

  constructor(doc: Y.Doc) {
    this.#doc = doc
  }

  /** To be told of all structs before it is asked where one belongs. */
  know({ client, clock, length, right }: StructShape): void {
    this.#rights.set(nameOf({ client, clock: clock + length - 1 }), right)
  }

  /** Puts a struct where it says; false when its place has to be searched for. */
  take({ origin, right, parent, key, content }: StructShape): boolean {
    if (content === 0) return true
    if (parent !== null) return this.#isFirst(parent, key)
    if (origin === null) return false
    const name = nameOf(origin)
    if (this.#taken.has(name)) return false
    this.#taken.add(name)
    const known = this.#rights.get(name)
    if (known !== undefined) return isSame(known, right)
    const left = isIn(this.#doc, origin) ? itemAt(this.#doc, origin) : null
    return left?.lastId.clock === origin.clock && isSame(left.right?.id ?? null, right)
  }

  #isFirst(parent: StructId | string, key: string | null): boolean {
    const place = `${typeof parent === 'string' ? parent : nameOf(parent)}/${key ?? ''}`
    if (this.#taken.has(place)) return false
    this.#taken.add(place)
    const type = typeAt(this.#doc, parent)
    return !type || (key === null ? type._start === null : !type._map.has(key))
  }
}

type Range = { readonly from: number; readonly to: number }

/** How many of the known structs in a range hold others. */
const holdersKnown = (structs: (Y.Item | Y.GC)[], { from, to }: Range): number => {
  const last = structs.at(-1)
  if (!last || from >= last.id.clock + last.length) return 0
  let holders = 0
  for (let i = Y.findIndexSS(structs, from); i < structs.length; i += 1) {
    const struct = structs[i]
    if (!struct || struct.id.clock >= to) break
    if (struct instanceof Y.Item && struct.content instanceof Y.ContentType) holders += 1
  }
  return holders
}

/** How many of the update's own do. */
const holdersNew = (structs: readonly StructShape[], { from, to }: Range): number => {
  let holders = 0
  for (let i = Math.max(0, indexAt(structs, from)); i < structs.length; i += 1) {
    const struct = structs[i]
    if (!struct || struct.clock >= to) break
    if (struct.content === HOLDER) holders += 1
  }
  return holders
}

/** All structs of one client, in the document and in the update. */
class Row {
  readonly #known: (Y.Item | Y.GC)[]
  readonly #added: readonly StructShape[]
  /** Whenever one is cut, or joined with another, all behind it are moved along. */
  #moves = 0
  #cuts = 0
  #copied = 0

  constructor(doc: Y.Doc, client: number, section: Section | undefined) {
    this.#known = doc.store.clients.get(client) ?? []
    this.#added = section?.structs ?? []
  }

  get isLaborious(): boolean {
    const count = this.#known.length + this.#added.length + this.#cuts
    return this.#moves * count > MOST_MOVED || this.#copied > MOST_COPIED
  }

  delete(range: Range): void {
    this.#moves += 1 + holdersKnown(this.#known, range) + holdersNew(this.#added, range)
    this.cutBefore(range.from)
    this.cutBefore(range.to)
  }

  /** Nothing when a struct begins there, or would. */
  cutBefore(clock: number): void {
    const cut = this.#around(clock)
    if (!cut || cut.from === clock) return
    this.#moves += 1
    this.#cuts += 1
    this.#copied += cut.to - cut.from
  }

  #around(clock: number): Range | null {
    const last = this.#known.at(-1)
    if (last && clock < last.id.clock + last.length) {
      const struct = this.#known[Y.findIndexSS(this.#known, clock)] ?? last
      return { from: struct.id.clock, to: struct.id.clock + struct.length }
    }
    const struct = this.#added[indexAt(this.#added, clock)]
    if (!struct || clock >= struct.clock + struct.length) return null
    return { from: struct.clock, to: struct.clock + struct.length }
  }
}

/**
 * Whether much is moved along many times: by what is cut, and by what is deleted, for what held others stays
 * apart from what it held, and each such piece is taken out of all that its author has made.
 */
const movesMuch = (doc: Y.Doc, news: News, searched: readonly StructShape[]): boolean => {
  const sections = new Map(news.sections.map((section) => [section.client, section]))
  const rows = new Map<number, Row>()
  const rowOf = (client: number): Row => {
    const row = rows.get(client) ?? new Row(doc, client, sections.get(client))
    rows.set(client, row)
    return row
  }
  for (const [client, ranges] of news.deletions) {
    const row = rowOf(client)
    for (const range of ranges) {
      row.delete(range)
      if (row.isLaborious) return true
    }
  }
  for (const { origin, right } of searched) {
    if (origin) rowOf(origin.client).cutBefore(origin.clock + 1)
    if (right) rowOf(right.client).cutBefore(right.clock)
  }
  return [...rows.values()].some((row) => row.isLaborious)
}

/** Those whose place has to be searched for. */
const searchedIn = (doc: Y.Doc, sections: readonly Section[]): StructShape[] => {
  const places = new Places(doc)
  for (const { structs } of sections) for (const struct of structs) places.know(struct)
  return sections.flatMap(({ structs }) => structs.filter((struct) => !places.take(struct)))
}

/**
 * How long Yjs would be at it, in steps: it searches anew for the place of each struct whose neighbours
 * are not beside each other, among all that stands in the same list, deleted or not. Not counted further
 * than MOST_STEPS, and no end of them when it would cut structs, each anew, and move along much that is
 * behind. What honest people write has next to none of it, but a few bytes can ask for as much as there is
 * in a document.
 */
export const labourOf = (doc: Y.Doc, news: News): number => {
  const searched = searchedIn(doc, news.sections)
  if (movesMuch(doc, news, searched)) return Number.POSITIVE_INFINITY
  if (searched.length === 0) return 0
  const lists = new SearchedLists(doc, news.sections, MOST_STEPS)
  let steps = 0
  for (const struct of searched) {
    steps += lists.stepsTo(struct)
    if (steps > MOST_STEPS) break
  }
  return steps
}
