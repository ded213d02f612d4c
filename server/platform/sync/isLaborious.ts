import * as Y from 'yjs'
import type { News } from './Knowledge.ts'
import type { Section, StructId, StructShape } from './readUpdate.ts'

/** What says less than this is tried as fast as it is looked at. */
const FEW = 1000

/** Searches, each through as many structs as the update has: a quarter of a second of them. */
const MOST_STEPS = 2_000_000

/** Cuts, each of which copies as much as the update is long. */
const MOST_COPIED = 20_000_000

/** Structs that Yjs moves along, each time it joins what was deleted: a tenth of a second of them. */
const MOST_MOVED = 400_000_000

/** The kind of content that holds others. */
const HOLDER = 7

const nameOf = ({ client, clock }: StructId): string => `${client}.${clock}`

const isSame = (a: StructId | null, b: StructId | null): boolean =>
  a === b || (a !== null && b !== null && a.client === b.client && a.clock === b.clock)

const isIn = ({ store }: Y.Doc, { client, clock }: StructId): boolean =>
  clock < Y.getState(store, client)

const itemAt = ({ store }: Y.Doc, { client, clock }: StructId): Y.Item | null => {
  const item: unknown = Y.getItem(store, Y.createID(client, clock))
  return item instanceof Y.Item ? item : null
}

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
    const type = this.#typeOf(parent)
    return !type || (key === null ? type._start === null : !type._map.has(key))
  }

  #typeOf(parent: StructId | string): Pick<Y.Array<unknown>, '_start' | '_map'> | undefined {
    if (typeof parent === 'string') return this.#doc.share.get(parent)
    const content = isIn(this.#doc, parent) ? itemAt(this.#doc, parent)?.content : null
    return content instanceof Y.ContentType ? content.type : undefined
  }
}

/** Where the first struct stands that begins at `clock` or behind it. */
const indexFrom = (structs: readonly StructShape[], clock: number): number => {
  let [low, high] = [0, structs.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((structs[middle]?.clock ?? 0) < clock) low = middle + 1
    else high = middle
  }
  return low
}

/** Whether a struct begins at `clock`, in the document or in the update. */
const beginsAt = (doc: Y.Doc, section: Section | undefined, id: StructId): boolean => {
  if (isIn(doc, id)) {
    const structs = doc.store.clients.get(id.client) ?? []
    return structs[Y.findIndexSS(structs, id.clock)]?.id.clock === id.clock
  }
  const structs = section?.structs ?? []
  const struct = structs[indexFrom(structs, id.clock)]
  return struct ? struct.clock === id.clock : section?.to === id.clock
}

const cutsIn = (doc: Y.Doc, { sections, deletions }: News): number => {
  const byClient = new Map(sections.map((section) => [section.client, section]))
  let cuts = 0
  for (const [client, ranges] of deletions) {
    const section = byClient.get(client)
    for (const { from, to } of ranges)
      for (const clock of [from, to]) {
        const isEnd = clock === Y.getState(doc.store, client)
        if (!isEnd && !beginsAt(doc, section, { client, clock })) cuts += 1
      }
  }
  return cuts
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
  for (let i = indexFrom(structs, from); i < structs.length; i += 1) {
    const struct = structs[i]
    if (!struct || struct.clock >= to) break
    if (struct.content === HOLDER) holders += 1
  }
  return holders
}

/**
 * Whether much is moved along many times: what held others stays apart from what it held, and each
 * such piece is taken out of all that its author has made.
 */
const movesMuch = (doc: Y.Doc, { sections, deletions }: News): boolean => {
  const byClient = new Map(sections.map(({ client, structs }) => [client, structs]))
  for (const [client, ranges] of deletions) {
    const known = doc.store.clients.get(client) ?? []
    const added = byClient.get(client) ?? []
    const count = known.length + added.length
    if (count <= FEW) continue
    let pieces = 0
    for (const range of ranges) {
      pieces += 1 + holdersKnown(known, range) + holdersNew(added, range)
      if (pieces * count > MOST_MOVED) return true
    }
  }
  return false
}

/**
 * Whether Yjs would be at it for long: it searches anew for the place of each struct whose neighbours
 * are not beside each other, and cuts anew for each that lies within another, so that the cost is the
 * square of an update; and it takes what is deleted, piece by piece, out of a row that may be long. What
 * honest people write has next to none of it.
 */
export const isLaborious = (doc: Y.Doc, news: News): boolean => {
  let [structs, length, ranges] = [0, 0, 0]
  for (const section of news.sections) {
    structs += section.structs.length
    length += section.to - section.from
  }
  for (const list of news.deletions.values()) ranges += list.length
  if (movesMuch(doc, news)) return true
  if (structs + ranges < FEW) return false
  const places = new Places(doc)
  let searches = 0
  for (const section of news.sections) for (const struct of section.structs) places.know(struct)
  for (const section of news.sections)
    for (const struct of section.structs) {
      if (!places.take(struct)) searches += 1
      if (searches * structs > MOST_STEPS) return true
    }
  const cuts = searches + cutsIn(doc, news)
  return cuts * length > MOST_COPIED
}
