import * as Y from 'yjs'
import { forgetLost } from './forgetLost.ts'

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
  const steadily = (verb: () => ReturnType<typeof undo>) => () => {
    forgetLost(manager)
    return besideNeighbours(manager, verb)
  }
  manager.undo = steadily(undo)
  manager.redo = steadily(redo)
  return manager
}
