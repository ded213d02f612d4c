import * as Y from 'yjs'

/** `Y.mergeUpdates` of hundreds at once is far worse than linear; groups of groups are not. */
const MERGE_WIDTH = 32

const EMPTY_UPDATE = Uint8Array.of(0, 0)

/** One update out of many, in any number. */
export const mergeAll = (updates: readonly Uint8Array[]): Uint8Array => {
  let level = updates
  while (level.length > 1) {
    const next: Uint8Array[] = []
    for (let i = 0; i < level.length; i += MERGE_WIDTH)
      next.push(Y.mergeUpdates(level.slice(i, i + MERGE_WIDTH)))
    level = next
  }
  return level[0] ?? EMPTY_UPDATE
}

/**
 * What of a document is on the disk, as bytes: a folded beginning and a tail of updates. Serving it
 * needs no Y.Doc, so an open document costs its own size and a keystroke costs a keystroke.
 */
export class DocContent {
  #folded: Uint8Array
  #tail: Uint8Array[] = []
  #sizeBytes: number

  constructor(updates: readonly Uint8Array[]) {
    this.#folded = mergeAll(updates)
    this.#sizeBytes = this.#folded.length
  }

  get sizeBytes(): number {
    return this.#sizeBytes
  }

  append(update: Uint8Array): void {
    this.#tail.push(update)
    this.#sizeBytes += update.length
  }

  /** Everything as one update. */
  whole(): Uint8Array {
    if (this.#tail.length > 0) {
      this.#folded = mergeAll([this.#folded, mergeAll(this.#tail)])
      this.#tail = []
      this.#sizeBytes = this.#folded.length
    }
    return this.#folded
  }

  /** What somebody with this state vector lacks (and every deletion: Yjs cannot tell which). */
  beyond(stateVector: Uint8Array): Uint8Array {
    const whole = this.whole()
    return stateVector.length === 1 && stateVector[0] === 0
      ? whole
      : Y.diffUpdate(whole, stateVector)
  }

  /** A Y.Doc of its own, to read, to judge or to edit a copy. Costs as much as the document is large. */
  toDoc(): Y.Doc {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, this.whole())
    return doc
  }

  /** Puts an equal, smaller state in the place of everything so far, without what was deleted. */
  compact(): Uint8Array {
    const doc = this.toDoc()
    this.#folded = Y.encodeStateAsUpdate(doc)
    this.#sizeBytes = this.#folded.length
    doc.destroy()
    return this.#folded
  }
}
