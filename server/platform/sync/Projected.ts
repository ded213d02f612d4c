import type { DocName } from '#shared/sync/docName.ts'
import { askedTogether } from '../askedTogether.ts'
import { docOfUpdates } from './docOfUpdates.ts'
import type { DocOwner } from './ports.ts'
import { readStored } from './readStored.ts'
import type { Workshop } from './Workshop.ts'

/**
 * Up to this a document is put together on the spot, within a millisecond: for less no thread is woken. Whoever
 * means harm has Yjs go through all structs for each, which a page of bytes is long enough to make a second of.
 */
const SMALL_UPDATES = 32
const SMALL_BYTES = 16 * 1024
const SMALL_STRUCTS = 500

/** What was made is as large as the words of its document: so many of the last asked for are kept. */
const MOST_KEPT = 16

type Updates = readonly Uint8Array[]
type Made = { readonly last: Uint8Array; readonly what: Promise<unknown> }
type Making = NonNullable<DocOwner['projection']>
type Asked = { readonly projection: Making; readonly updates: Updates; readonly last: Uint8Array }

const structsIn = (update: Uint8Array): number =>
  readStored(update).sections.reduce((sum, { structs }) => sum + structs.length, 0)

const isSmall = (updates: Updates): boolean =>
  updates.length <= SMALL_UPDATES &&
  updates.reduce((sum, update) => sum + update.length, 0) <= SMALL_BYTES &&
  updates.reduce((sum, update) => sum + structsIn(update), 0) <= SMALL_STRUCTS

/**
 * What kinds make of their documents (`DocOwner.projection`), made once for all who ask before
 * anything else is written: a lesson's page that a hall full of teachers opens from a poster must not
 * cost those who type a second each.
 */
export class Projected {
  readonly #workshop: Pick<Workshop, 'project'>
  /** The newest of each document, by what was its last update then; the least asked for first. */
  readonly #made = new Map<DocName, Made>()
  /** The newest that anybody has asked with by the time it is made. */
  readonly #asked = new Map<DocName, Asked>()
  /** One document is made once at a time: whoever types and asks in turn keeps no others from the thread. */
  readonly #together = askedTogether((name: DocName) => this.#begin(name))

  constructor(workshop: Pick<Workshop, 'project'>) {
    this.#workshop = workshop
  }

  /**
   * Rejects for a kind without a projection, and when it
   * could not be made: asked again, it is tried again.
   */
  of(
    name: DocName,
    { projection }: Pick<DocOwner, 'projection'>,
    updates: Updates,
  ): Promise<unknown> {
    const last = updates.at(-1)
    if (!projection || !last) return Promise.reject(new Error(`${name} has nothing to project`))
    const known = this.#made.get(name)
    if (known?.last === last) {
      this.#keep(name, known)
      return known.what
    }
    this.#asked.set(name, { projection, updates, last })
    return this.#together(name)
  }

  #begin(name: DocName): Promise<unknown> {
    const asked = this.#asked.get(name)
    if (!asked) throw new Error(`nobody asks for ${name}`)
    this.#asked.delete(name)
    const made = { last: asked.last, what: this.#make(name, asked) }
    this.#keep(name, made)
    return made.what
  }

  #keep(name: DocName, made: Made): void {
    this.#made.delete(name)
    this.#made.set(name, made)
    const [oldest] = this.#made.keys()
    if (this.#made.size > MOST_KEPT && oldest !== undefined) this.#made.delete(oldest)
    made.what.catch(() => {
      if (this.#made.get(name) === made) this.#made.delete(name)
    })
  }

  async #make(name: DocName, { projection, updates }: Asked): Promise<unknown> {
    if (!isSmall(updates)) return this.#workshop.project(name, projection.module, updates)
    const doc = docOfUpdates(updates)
    try {
      return projection.project(doc)
    } finally {
      doc.destroy()
    }
  }
}
