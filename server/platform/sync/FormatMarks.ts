import { Deletions, encodeRanges, type Ranges } from './deletions.ts'
import type { RoomDocument } from './RoomDocument.ts'
import { readStored } from './readStored.ts'
import { readUpdate, type Section } from './readUpdate.ts'

/** Yjs content kind of a formatting mark, which is one long on the clock. */
const FORMAT = 6

const marksIn = ({ structs }: Section) =>
  structs
    .filter(({ content }) => content === FORMAT)
    .map(({ clock, length }) => ({ from: clock, to: clock + length }))

/**
 * Where a document's formatting marks lie. Every copy of Yjs' own, a reader's too, deletes those that
 * say nothing any more when several format at once, and which these are depends on what came to it
 * together. So nobody can tell what a copy will tidy, only that it never tidies anything else. Such a
 * reader's may show other formatting than everybody's until it is loaded anew; our pages tidy nothing.
 */
export class FormatMarks {
  readonly #document: RoomDocument
  readonly #marks = new Deletions()
  /** The state vector of what was searched. */
  #searched: Uint8Array = Uint8Array.of(0)

  constructor(document: RoomDocument) {
    this.#document = document
  }

  isOf(document: RoomDocument): boolean {
    return this.#document === document
  }

  /** Nothing in the update is new but deletions of marks. Throws MalformedBytes. */
  explain(update: Uint8Array): boolean {
    const { deletions, deletionsAt } = readUpdate(update)
    this.#search()
    const others: Ranges = this.#marks.newIn(deletions)
    return this.#document.knows(
      Buffer.concat([update.subarray(0, deletionsAt), encodeRanges(others)]),
    )
  }

  /** Whatever was written since the last time: each struct is read once. */
  #search(): void {
    const written = this.#document.writtenVector()
    if (Buffer.compare(written, this.#searched) === 0) return
    const { sections } = readStored(this.#document.beyond(this.#searched))
    const found = sections.map((section) => [section.client, marksIn(section)] as const)
    this.#marks.add(new Map(found.filter(([, marks]) => marks.length > 0)))
    this.#searched = written
  }
}
