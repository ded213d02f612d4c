import type * as Y from 'yjs'

type StackItem = Y.UndoManager['undoStack'][number]

const MOVED = 'movedStep'

/** What has just been done has moved a step. */
export const noteMove = (manager: Y.UndoManager | undefined, stepId: string): void => {
  manager?.undoStack.at(-1)?.meta.set(MOVED, stepId)
}

/** The id of the step that this has moved, if it has moved one. */
export const movedBy = (item: StackItem | undefined): unknown => item?.meta.get(MOVED)

/** Taking a move back, and doing it again, is noted as one too. Until the answer is called. */
export const noteUndoneMoves = (manager: Y.UndoManager): (() => void) => {
  const added = ({ stackItem }: { readonly stackItem: StackItem }): void => {
    const stepId = movedBy(manager.currStackItem ?? undefined)
    if (stepId !== undefined) stackItem.meta.set(MOVED, stepId)
  }
  manager.on('stack-item-added', added)
  return () => manager.off('stack-item-added', added)
}
