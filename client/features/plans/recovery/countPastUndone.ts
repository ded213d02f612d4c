import * as Y from 'yjs'
import { countPastClock } from '#shared/plans/countPastClock.ts'
import { elementIn } from './placeOf.ts'

type StackItem = Y.UndoManager['undoStack'][number]

/** The greatest clock of a step that comes back or goes when this is undone; -1 for none. */
const uppermostIn = ({ deletions, insertions }: StackItem, transaction: Y.Transaction): number => {
  let most = -1
  for (const pieces of [deletions, insertions])
    Y.iterateDeletedStructs(transaction, pieces, (struct) => {
      const step = struct instanceof Y.Item ? elementIn(struct) : null
      if (step?.nodeName === 'lessonStep') most = Math.max(most, struct.id.clock)
    })
  return most
}

/**
 * A step that undoing brings back is a copy as well: it stands above the one that went, and above the
 * moved one that goes for it (`twinSteps.ts`). Until the answer is called.
 */
export const countPastUndone = (manager: Y.UndoManager): (() => void) => {
  const begin = (transaction: Y.Transaction): void => {
    if (transaction.origin !== manager) return
    const stack = manager.undoing ? manager.undoStack : manager.redoStack
    // What changes nothing any more is passed over: whichever is undone is among them.
    const clocks = stack.map((item) => uppermostIn(item, transaction))
    countPastClock(Math.max(-1, ...clocks), transaction)
  }
  manager.doc.on('beforeTransaction', begin)
  return () => manager.doc.off('beforeTransaction', begin)
}
