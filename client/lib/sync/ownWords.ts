import * as Y from 'yjs'
import type { HeldByServer } from './HeldByServer.ts'

/** Words somebody typed in this browser, and the piece of the document they are. */
export type OwnWords = {
  readonly item: Y.Item
  /** Clock of their first character; with the item's client id a name that no other words have. */
  readonly clock: number
  readonly text: string
}

/** The part of a struct that is text and that the server is not known to have. */
const unheld = (struct: unknown, held: HeldByServer): OwnWords | null => {
  if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) return null
  const skipped = Math.max(0, held.from(struct.id.client) - struct.id.clock)
  const text = struct.content.str.slice(skipped)
  return text === '' ? null : { item: struct, clock: struct.id.clock + skipped, text }
}

/**
 * Words of one's own which a transaction of the server's has just deleted before the server had
 * them: they fell into a block that somebody took away meanwhile. Only while the transaction's
 * `afterTransaction` runs; thereafter Yjs forgets what deleted items held.
 */
export const wordsLostIn = (
  transaction: Y.Transaction,
  held: HeldByServer,
): readonly OwnWords[] => {
  const lost: OwnWords[] = []
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    const words = unheld(struct, held)
    if (words && struct.id.clock < (transaction.beforeState.get(struct.id.client) ?? 0))
      lost.push(words)
  })
  return lost
}

/** Words that stand in the document and that the server is not known to have. */
export const unsentWords = (doc: Y.Doc, held: HeldByServer): readonly OwnWords[] => {
  const found: OwnWords[] = []
  for (const [client, structs] of doc.store.clients) {
    const from = held.from(client)
    for (let at = structs.length - 1; at >= 0; at -= 1) {
      const struct = structs[at]
      if (!struct || struct.id.clock + struct.length <= from) break
      const words = struct.deleted ? null : unheld(struct, held)
      if (words) found.push(words)
    }
  }
  return found
}
