import type { DocName } from '#shared/sync/docName.ts'

/** So many documents are remembered; the one doubted first is forgotten first. */
const REMEMBERED = 10_000

/**
 * Documents of which the store may have less than was written: a database may go back in time, when a
 * stand-by that lacked the last of it takes over. Whoever was told of what is gone may bring it back, also
 * to a room that is opened after everybody was sent away.
 */
export class Doubts {
  /** How far each was written; infinite once it has turned out that the store has less. */
  readonly #written = new Map<DocName, number>()

  /** An append failed for good, of a document that was written up to this number. */
  note(name: DocName, lastSeq: number): void {
    this.#keep(name, Math.max(lastSeq, this.#written.get(name) ?? 0))
  }

  /** Whether what the store has, up to `lastSeq`, lacks something that was written; true from then on. */
  hasLost(name: DocName, lastSeq: number): boolean {
    const written = this.#written.get(name)
    if (written === undefined) return false
    if (written > lastSeq) this.#keep(name, Number.POSITIVE_INFINITY)
    else this.#written.delete(name)
    return written > lastSeq
  }

  #keep(name: DocName, written: number): void {
    this.#written.set(name, written)
    const [oldest] = this.#written.keys()
    if (this.#written.size > REMEMBERED && oldest !== undefined) this.#written.delete(oldest)
  }
}
