import * as Y from 'yjs'

type StackItem = Y.UndoManager['undoStack'][number]

/** Whether that in which it stood, or the copy of that which came back, is gone without a trace. */
const isLost = (doc: Y.Doc, { parent }: Y.Item): boolean => {
  let holder: Y.Item | Y.GC | null = parent instanceof Y.AbstractType ? parent._item : null
  while (holder instanceof Y.Item && holder.deleted && holder.redone !== null)
    holder = Y.getItem(doc.store, holder.redone)
  return holder !== null && !(holder instanceof Y.Item && holder.content instanceof Y.ContentType)
}

const withoutLost = (transaction: Y.Transaction, step: StackItem): void => {
  const left = Y.createDeleteSet()
  let isWhole = true
  Y.iterateDeletedStructs(transaction, step.deletions, (struct) => {
    if (struct instanceof Y.Item && isLost(transaction.doc, struct)) {
      isWhole = false
      return
    }
    const { client, clock } = struct.id
    const range = { clock, len: struct.length }
    const ranges = left.clients.get(client)
    if (ranges) ranges.push(range)
    else left.clients.set(client, [range])
  })
  if (!isWhole) step.deletions = left
}

/**
 * Takes out of what can be undone and redone whatever has no place any more: words deleted in a paragraph
 * that was brought back and that somebody else has deleted since. Yjs throws at the first of them, and
 * would leave the rest of that step as it is.
 */
export const forgetLost = (
  { undoStack, redoStack }: Y.UndoManager,
  transaction: Y.Transaction,
): void => {
  for (const step of [...undoStack, ...redoStack]) withoutLost(transaction, step)
}
