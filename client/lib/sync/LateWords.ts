import type { LostWords } from './LostWords.ts'
import { wordsTooLate } from './wordsTooLate.ts'

/** Tells of words of tabs that are gone, typed into what was deleted by then, each once. */
export class LateWords {
  readonly #tell: (lost: LostWords) => void
  /** By their Yjs names. */
  readonly #told = new Set<string>()

  constructor(tell: (lost: LostWords) => void) {
    this.#tell = tell
  }

  /** `rows`: all of the copy; `unsent`: by client id, from which clock on the server may lack what was written. */
  look(rows: readonly Uint8Array[], unsent: ReadonlyMap<number, number>): void {
    const { words, transaction } = wordsTooLate(rows, unsent)
    const found = words.filter(({ item: { id } }) => !this.#told.has(`${id.client}.${id.clock}`))
    for (const { item } of found) this.#told.add(`${item.id.client}.${item.id.clock}`)
    if (found.length > 0) this.#tell({ words: found, transaction })
  }
}
