import * as Y from 'yjs'
import type { OwnPiece } from './ownPieces.ts'

/** What every row says, deleted or not, and the one transaction in which all of it came. */
const readAll = (rows: readonly Uint8Array[]): { doc: Y.Doc; transaction: Y.Transaction } => {
  const doc = new Y.Doc({ gc: false })
  return doc.transact((transaction) => {
    for (const row of rows)
      try {
        Y.applyUpdate(doc, row)
      } catch {
        // Damaged: it hides none of the others.
      }
    return { doc, transaction }
  })
}

const deletionsIn = (row: Uint8Array): ReturnType<typeof Y.decodeUpdate>['ds'] | null => {
  try {
    return Y.decodeUpdate(row).ds
  } catch {
    return null
  }
}

const textOf = ({ content }: Y.Item): string =>
  content instanceof Y.ContentString ? content.str : ''

/**
 * Words in a copy's rows that came too late: they were typed into something that the rows also say is
 * deleted, by somebody who did not know of them. Whoever reads both sees neither the words nor that they
 * go, and the document does not keep what they say. `unsent`: by client id, from which clock on the server may
 * lack what was written.
 */
export const wordsTooLate = (
  rows: readonly Uint8Array[],
  unsent: ReadonlyMap<number, number>,
): { readonly words: readonly OwnPiece[]; readonly transaction: Y.Transaction } => {
  const { doc, transaction } = readAll(rows)
  const deletions = rows.map(deletionsIn).filter((one) => one !== null)
  const isTakenBack = (item: Y.Item) => deletions.some((one) => Y.isDeleted(one, item.id))
  const words = [...unsent].flatMap(([client, from]) =>
    (doc.store.clients.get(client) ?? []).flatMap((struct): readonly OwnPiece[] => {
      if (!(struct instanceof Y.Item) || !struct.deleted || isTakenBack(struct)) return []
      const clock = Math.max(from, struct.id.clock)
      const text = textOf(struct).slice(clock - struct.id.clock)
      return text === '' ? [] : [{ item: struct, clock, text }]
    }),
  )
  return { words, transaction }
}
