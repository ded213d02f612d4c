import * as Y from 'yjs'
import type { FoundWords } from '../../../lib/sync/openTray.ts'
import type { OwnPiece } from '../../../lib/sync/ownPieces.ts'
import { goneItemOf } from './goneItemOf.ts'
import { keepStep } from './keptStep.ts'
import { elementIn, holderOf, itemsUnder } from './placeOf.ts'

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

const nameOf = ({ id }: Y.Item): string => `${id.client}.${id.clock}`

/** Notes that this transaction took away the block one was writing in. */
export const noteTorn = (
  transaction: Y.Transaction,
  block: Y.Item,
  at: Pick<Torn, 'line' | 'offset'>,
): Torn => {
  const gone = outermostGone(block)
  tornBy.set(transaction, gone)
  const isStep = elementIn(gone)?.nodeName === 'lessonStep'
  return { kind: isStep ? 'step' : 'line', item: nameOf(gone), ...at }
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

/**
 * The entry of the step one was writing in takes the whole of it along, also what others wrote there:
 * it can only be read while the transaction that deletes it runs, and whoever puts it back expects a step.
 */
export const withTornStep = (
  found: readonly FoundWords[],
  transaction: Y.Transaction,
): readonly FoundWords[] => {
  const gone = tornBy.get(transaction)
  const isReadable = ({ id }: Y.Item) => Y.isDeleted(transaction.deleteSet, id)
  const step = gone && keepStep(elementIn(gone), isReadable)
  if (!gone || !step) return found
  return found.map((entry) =>
    goneItemOf(entry) === nameOf(gone) ? { ...entry, place: { ...entry.place, step } } : entry,
  )
}
