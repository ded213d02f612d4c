import * as Y from 'yjs'
import type { OwnPiece } from '../../../lib/sync/ownPieces.ts'
import { holderOf, itemsUnder } from './placeOf.ts'

/** What others deleted while one was writing in it. */
export type Torn = {
  /** The whole step, or a line or row of it or of the text between the steps. */
  readonly kind: 'step' | 'line'
  /** The Yjs name of the outermost thing that went, `client.clock`, as the log knows it. */
  readonly item: string
  /** The line one was writing, and before which of its letters. */
  readonly line: string
  readonly offset: number
}

const tornBy = new WeakMap<Y.Transaction, Y.Item>()

const outermostGone = (item: Y.Item): Y.Item => {
  const holder = holderOf(item)
  return holder?.deleted ? outermostGone(holder) : item
}

/** Notes that this transaction took away the block one was writing in. */
export const noteTorn = (
  transaction: Y.Transaction,
  block: Y.Item,
  at: Pick<Torn, 'line' | 'offset'>,
): Torn => {
  const gone = outermostGone(block)
  tornBy.set(transaction, gone)
  const { type } = gone.content as Y.ContentType
  const isStep = type instanceof Y.XmlElement && type.nodeName === 'lessonStep'
  return { kind: isStep ? 'step' : 'line', item: `${gone.id.client}.${gone.id.clock}`, ...at }
}

/**
 * The lines of it in which something was typed on this page, whole, also what the server had of them:
 * whoever writes there has not written to the end, and to them it is not an old text that somebody has
 * thought better of. Letter by letter nobody can tell which of two like ones was typed.
 */
export const tornLines = (transaction: Y.Transaction): readonly OwnPiece[] => {
  const gone = tornBy.get(transaction)
  const { doc, deleteSet } = transaction
  const words = (gone ? itemsUnder(gone) : []).filter((item) => Y.isDeleted(deleteSet, item.id))
  const own = words.filter(
    ({ id, content }) => id.client === doc.clientID && content instanceof Y.ContentString,
  )
  const lines = new Set(own.map(holderOf))
  return words.flatMap((item) =>
    item.content instanceof Y.ContentString && lines.has(holderOf(item))
      ? [{ item, clock: item.id.clock, text: item.content.str }]
      : [],
  )
}
