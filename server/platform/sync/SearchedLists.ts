import * as Y from 'yjs'
import type { Section, StructId, StructShape } from './readUpdate.ts'

/** What stands in one list, or stood under one key. */
type List = {
  /** In the document, what is deleted included; not counted further than anybody wants to know. */
  readonly known: number
  /** In the update. */
  added: number
}

type Parent = Pick<Y.AbstractType<unknown>, '_start' | '_map'>

/** Where the struct stands that has this clock, or -1. */
export const indexAt = (structs: readonly StructShape[], clock: number): number => {
  let [low, high] = [0, structs.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((structs[middle]?.clock ?? 0) <= clock) low = middle + 1
    else high = middle
  }
  return low - 1
}

export const isIn = ({ store }: Y.Doc, { client, clock }: StructId): boolean =>
  clock < Y.getState(store, client)

/** Null for what was collected. Throws for what is not in the document. */
export const itemAt = ({ store }: Y.Doc, { client, clock }: StructId): Y.Item | null => {
  const item: unknown = Y.getItem(store, Y.createID(client, clock))
  return item instanceof Y.Item ? item : null
}

/** Undefined for a parent that is not in the document, or cannot hold anything. */
export const typeAt = (doc: Y.Doc, parent: StructId | string): Parent | undefined => {
  if (typeof parent === 'string') return doc.share.get(parent)
  const content = isIn(doc, parent) ? itemAt(doc, parent)?.content : null
  return content instanceof Y.ContentType ? content.type : undefined
}

/**
 * The lists into which an update puts something. Whoever searches in one for the place of a struct walks
 * over what stands there, in the worst case over all of it.
 */
export class SearchedLists {
  readonly #doc: Y.Doc
  readonly #sections: ReadonlyMap<number, Section>
  readonly #most: number
  readonly #lists = new Map<unknown, Map<string | null, List>>()
  readonly #listOf = new Map<StructShape, List | null>()

  /** Beyond `most` nobody wants to know how long a list is. */
  constructor(doc: Y.Doc, sections: readonly Section[], most: number) {
    this.#doc = doc
    this.#sections = new Map(sections.map((section) => [section.client, section]))
    this.#most = most
    for (const { structs } of sections)
      for (const struct of structs) {
        const list = this.#find(struct)
        if (list) list.added += 1
      }
  }

  /** So many steps may the search for this struct's place take. */
  stepsTo(struct: StructShape): number {
    const list = this.#find(struct)
    return list ? list.known + list.added : 0
  }

  /** In which list a struct belongs: its neighbours tell, and theirs. */
  #find(struct: StructShape): List | null {
    const passed: StructShape[] = []
    let found: List | null | undefined
    for (let at: StructShape | null = struct; at && found === undefined; ) {
      found = this.#listOf.get(at)
      if (found !== undefined) break
      passed.push(at)
      const beside: StructId | null = at.origin ?? at.right
      found = this.#told(at, beside)
      at = beside ? this.#newAt(beside) : null
    }
    for (const one of passed) this.#listOf.set(one, found ?? null)
    return found ?? null
  }

  /** Undefined when only a neighbour knows that is in the update as well. */
  #told({ parent, key }: StructShape, beside: StructId | null): List | null | undefined {
    if (parent !== null) return this.#listIn(parent, key)
    if (!beside) return null
    if (!isIn(this.#doc, beside)) return undefined
    const item = itemAt(this.#doc, beside)
    return item ? this.#list(item.parent as Parent, item.parentSub, item.parent as Parent) : null
  }

  #listIn(parent: StructId | string, key: string | null): List {
    const type = typeAt(this.#doc, parent)
    const name = typeof parent === 'string' ? parent : `${parent.client}.${parent.clock}`
    return this.#list(type ?? name, key, type)
  }

  #newAt({ client, clock }: StructId): StructShape | null {
    const structs = this.#sections.get(client)?.structs ?? []
    return structs[indexAt(structs, clock)] ?? null
  }

  #list(parent: unknown, key: string | null, type: Parent | undefined): List {
    const lists = this.#lists.get(parent) ?? new Map<string | null, List>()
    this.#lists.set(parent, lists)
    const list = lists.get(key) ?? { known: type ? this.#lengthOf(type, key) : 0, added: 0 }
    lists.set(key, list)
    return list
  }

  #lengthOf(type: Parent, key: string | null): number {
    let length = 0
    let item = key === null ? type._start : (type._map.get(key) ?? null)
    for (; item && length < this.#most; item = key === null ? item.right : item.left) length += 1
    return length
  }
}
