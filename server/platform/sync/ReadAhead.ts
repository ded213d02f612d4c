import type { DocName } from '#shared/sync/docName.ts'
import type { DocStore, LoadedDoc } from './DocStore.ts'

export type Ahead = Promise<LoadedDoc | null>

/**
 * Documents that are read while it is judged who may come in. Whoever begins has claimed the document
 * and found no room of it, and every room that is made takes what was begun: nobody can have
 * written in between, and what is read is never old. It is read only: no document is made by being
 * asked for, and whoever is signed in and refused has cost no more than a read.
 */
export class ReadAhead {
  readonly #store: Pick<DocStore, 'load'>
  readonly #begun = new Map<DocName, Ahead>()

  constructor(store: Pick<DocStore, 'load'>) {
    this.#store = store
  }

  begin(name: DocName): void {
    if (this.#begun.has(name)) return
    const ahead = this.#store.load(name)
    // Whoever takes it hears of it.
    ahead.catch(() => {})
    this.#begun.set(name, ahead)
  }

  /** For the room that is being made; null when nothing was begun. */
  take(name: DocName): Ahead | null {
    const ahead = this.#begun.get(name) ?? null
    this.#begun.delete(name)
    return ahead
  }

  /** Nobody was let in, or the document is not ours any more. */
  drop(name: DocName): void {
    this.#begun.delete(name)
  }
}
