import type { DocKind } from '#shared/sync/docName.ts'
import { docOfUpdates } from './docOfUpdates.ts'
import type { DocOwner } from './ports.ts'
import type { Workshop } from './Workshop.ts'

/** Up to this a document is put together on the spot, within a millisecond: for less no thread is woken. */
const SMALL_UPDATES = 32
const SMALL_BYTES = 16 * 1024

type Updates = readonly Uint8Array[]

const isSmall = (updates: Updates): boolean =>
  updates.length <= SMALL_UPDATES &&
  updates.reduce((sum, update) => sum + update.length, 0) <= SMALL_BYTES

/**
 * What kinds make of their documents (`DocOwner.projection`), made once for all who ask before
 * anything else is written: a lesson's page that a hall full of teachers opens from a poster must not
 * cost those who type a second each.
 */
export class Projected {
  readonly #workshop: Pick<Workshop, 'project'>
  /** By the last update, which no two documents share but empty ones, and those of a kind are alike. */
  readonly #made = new Map<DocKind, WeakMap<Uint8Array, Promise<unknown>>>()

  constructor(workshop: Pick<Workshop, 'project'>) {
    this.#workshop = workshop
  }

  /** Rejects for a kind without a projection, and when it could not be made: asked again, it is tried again. */
  of(
    { kind, projection }: Pick<DocOwner, 'kind' | 'projection'>,
    updates: Updates,
  ): Promise<unknown> {
    const last = updates.at(-1)
    if (!projection || !last) return Promise.reject(new Error(`${kind} has nothing to project`))
    const known = this.#madeOf(kind).get(last)
    if (known) return known
    const made = this.#make(projection, updates)
    this.#madeOf(kind).set(last, made)
    made.catch(() => this.#madeOf(kind).delete(last))
    return made
  }

  async #make(projection: NonNullable<DocOwner['projection']>, updates: Updates): Promise<unknown> {
    if (!isSmall(updates)) return this.#workshop.project(projection.module, updates)
    const doc = docOfUpdates(updates)
    try {
      return projection.project(doc)
    } finally {
      doc.destroy()
    }
  }

  #madeOf(kind: DocKind): WeakMap<Uint8Array, Promise<unknown>> {
    const made = this.#made.get(kind) ?? new WeakMap<Uint8Array, Promise<unknown>>()
    this.#made.set(kind, made)
    return made
  }
}
