import type { DocName } from '#shared/sync/docName.ts'
import type { ClientClaim } from '../DocStore.ts'
import type { JournalPosition } from './Journal.ts'
import { SectionReader } from './journalFormat.ts'
import { PackedWriter } from './packedRows.ts'

export type PendingDoc = { readonly rows: PackedWriter; readonly claims: ClientClaim[] }

/** What goes into the database in one transaction. */
export type PendingChunk = {
  readonly docs: Map<DocName, PendingDoc>
  bytes: number
  /** Up to where the journal is in this chunk and those before it. */
  end: JournalPosition
}

/** Small enough that a document can be opened between two of them. */
export const CHUNK_BYTES = 1 << 20

/**
 * What was read from the journal and is not in the database yet: per document one packed row for
 * each chunk, made while reading, so that a million keystrokes are not a million objects.
 */
export class PendingRows {
  readonly #chunks: PendingChunk[] = []
  readonly #sections = new SectionReader()

  get oldest(): PendingChunk | undefined {
    return this.#chunks[0]
  }

  /** Takes a record in. Throws `MalformedBytes`. */
  take(payload: Uint8Array, end: JournalPosition): void {
    const chunk = this.#openChunk(end)
    const section = this.#sections.begin(payload)
    while (section.next()) {
      const doc = docIn(chunk, section.name)
      if (section.claims.length > 0) doc.claims.push(...section.claims)
      for (let i = 0; i < section.count; i += 1) {
        section.rows.next()
        doc.rows.copy(section.rows)
      }
    }
    chunk.bytes += payload.length
    chunk.end = end
  }

  /** All that waits of one document, oldest first. */
  of(name: DocName): PendingDoc[] {
    return this.#chunks.flatMap((chunk) => chunk.docs.get(name) ?? [])
  }

  /** Documents of which something waits. */
  names(): DocName[] {
    return [...new Set(this.#chunks.flatMap(({ docs }) => [...docs.keys()]))]
  }

  /** It is in the database. */
  dropOldest(): void {
    this.#chunks.shift()
  }

  #openChunk(end: JournalPosition): PendingChunk {
    const last = this.#chunks.at(-1)
    if (last && last.bytes < CHUNK_BYTES) return last
    const chunk: PendingChunk = { docs: new Map(), bytes: 0, end }
    this.#chunks.push(chunk)
    return chunk
  }
}

const docIn = (chunk: PendingChunk, name: DocName): PendingDoc => {
  const known = chunk.docs.get(name)
  if (known) return known
  const doc = { rows: new PackedWriter(), claims: [] }
  chunk.docs.set(name, doc)
  return doc
}
