import * as Y from 'yjs'

/** For each client id the first clock that the server is not known to have. */
type Held = { from(client: number): number }

/** A piece of the document that was made in this browser. */
export type OwnPiece = {
  readonly item: Y.Item
  /** Clock of its first unit; with the item's client id a name that no other piece has. */
  readonly clock: number
  /** Its words; empty for everything that is not text. */
  readonly text: string
}

/** The part of a struct that the server is not known to have. */
const unheld = (struct: unknown, held: Held): OwnPiece | null => {
  if (!(struct instanceof Y.Item)) return null
  const skipped = Math.max(0, held.from(struct.id.client) - struct.id.clock)
  if (skipped >= struct.length) return null
  const words = struct.content instanceof Y.ContentString ? struct.content.str : ''
  return { item: struct, clock: struct.id.clock + skipped, text: words.slice(skipped) }
}

/**
 * Words of one's own which a transaction of the server's has just deleted before the server had
 * them: they fell into a block that somebody took away meanwhile. To be asked while the transaction's
 * `afterTransaction` runs; thereafter Yjs forgets what deleted items held.
 */
export const wordsLostIn = (transaction: Y.Transaction, held: Held): readonly OwnPiece[] => {
  const lost: OwnPiece[] = []
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    const piece = unheld(struct, held)
    const wasHere = struct.id.clock < (transaction.beforeState.get(struct.id.client) ?? 0)
    if (piece && wasHere && piece.text !== '') lost.push(piece)
  })
  return lost
}

/** What stands in the document and the server is not known to have. */
export const unsentPieces = (doc: Y.Doc, held: Held): readonly OwnPiece[] => {
  const found: OwnPiece[] = []
  for (const [client, structs] of doc.store.clients) {
    const from = held.from(client)
    for (let at = structs.length - 1; at >= 0; at -= 1) {
      const struct = structs[at]
      if (!struct || struct.id.clock + struct.length <= from) break
      const piece = struct.deleted ? null : unheld(struct, held)
      if (piece) found.push(piece)
    }
  }
  return found
}
