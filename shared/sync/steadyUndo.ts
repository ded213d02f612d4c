import * as Y from 'yjs'
import { forgetLost } from './forgetLost.ts'
import { matchCopies } from './matchCopies.ts'

/**
 * What undoing brings back is put between the two that stood beside it. Where its parent was brought back
 * as well, these two are looked for separately and may lie the other way round by now; then whoever hears
 * of it puts it elsewhere than who said it, for good (yjs/yjs 794). Right behind the left one it is an
 * insertion like any other.
 */
const putBeside = (item: Y.Item): void => {
  const { left, parent } = item
  if (item.parentSub !== null || !(parent instanceof Y.AbstractType)) return
  const next = left === null ? parent._start : left.right
  item.right = next
  item.rightOrigin = next === null ? null : next.id
}

const besideNeighbours = <Result>(manager: Y.UndoManager, undo: () => Result): Result => {
  const { integrate } = Y.Item.prototype
  Y.Item.prototype.integrate = function (this: Y.Item, transaction, offset) {
    if (transaction.origin === manager) putBeside(this)
    integrate.call(this, transaction, offset)
  }
  try {
    return undo()
  } finally {
    Y.Item.prototype.integrate = integrate
  }
}

/** In the very transaction in which it undoes, for what Yjs has parted it joins when that is over. */
const prepared = <Result>(manager: Y.UndoManager, undo: () => Result): Result => {
  const { doc } = manager
  const prepare = (transaction: Y.Transaction): void => {
    if (transaction.origin !== manager) return
    forgetLost(manager, transaction)
    matchCopies(transaction)
  }
  doc.on('beforeTransaction', prepare)
  try {
    return undo()
  } finally {
    doc.off('beforeTransaction', prepare)
    // Where an observer has thrown, Yjs would do nothing the next time.
    manager.currStackItem = null
  }
}

const steady = new WeakSet<Y.UndoManager>()

/**
 * Undoing and redoing of which everybody makes the same: for every manager whose document others share.
 * Yjs makes the pieces that come back inside of itself, so they are set right as they are put in.
 */
export const steadyUndo = (manager: Y.UndoManager): Y.UndoManager => {
  if (steady.has(manager)) return manager
  steady.add(manager)
  const undo = manager.undo.bind(manager)
  const redo = manager.redo.bind(manager)
  const steadily = (verb: () => ReturnType<typeof undo>) => () =>
    besideNeighbours(manager, () => prepared(manager, verb))
  manager.undo = steadily(undo)
  manager.redo = steadily(redo)
  return manager
}
