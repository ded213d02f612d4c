import type * as Y from 'yjs'
import { PLAN_RETURNS } from '#shared/plans/shape.ts'

/**
 * Undoing ends where somebody has gone back to a version. What one deleted before that may stand again,
 * written anew: brought back, it would stand there twice; and what one wrote is what the version says of
 * it. Before anybody sees the change, for the buttons ask then. Until the answer is called.
 */
export const forgetBefore = (manager: Y.UndoManager): (() => void) => {
  const { doc } = manager
  const forget = ({ changed }: Y.Transaction): void => {
    // Whoever only opens a plan makes no root in it.
    const returns = doc.share.get(PLAN_RETURNS)
    if (returns && changed.has(returns)) manager.clear()
  }
  doc.on('beforeObserverCalls', forget)
  return () => doc.off('beforeObserverCalls', forget)
}
