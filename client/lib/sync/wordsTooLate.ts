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

type Deletions = ReturnType<typeof Y.decodeUpdate>['ds']

const deletionsIn = (row: Uint8Array): Deletions | null => {
  try {
    return Y.decodeUpdate(row).ds
  } catch {
    return null
  }
}

/**
 * The letters of an item from a clock on but for those that were taken back, and the clock of the first.
 * Letter by letter: those that went one way and those that went the other are one item by now.
 */
const keptOf = ({ id, content }: Y.Item, from: number, deletions: readonly Deletions[]) => {
  const letters = content instanceof Y.ContentString ? content.str : ''
  let [text, first] = ['', id.clock]
  for (let at = Math.max(0, from - id.clock); at < letters.length; at += 1) {
    const clock = id.clock + at
    if (deletions.some((one) => Y.isDeleted(one, Y.createID(id.client, clock)))) continue
    if (text === '') first = clock
    text += letters[at]
  }
  return { text, clock: first }
}

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
  const words = [...unsent].flatMap(([client, from]) => {
    const own = deletions.filter(({ clients }) => clients.has(client))
    return (doc.store.clients.get(client) ?? []).flatMap((struct): readonly OwnPiece[] => {
      if (!(struct instanceof Y.Item) || !struct.deleted) return []
      const { text, clock } = keptOf(struct, from, own)
      return text === '' ? [] : [{ item: struct, clock, text }]
    })
  })
  return { words, transaction }
}
