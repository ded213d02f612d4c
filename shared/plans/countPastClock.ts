import * as Y from 'yjs'

/** No plan has room for so many letters: a page that claims as much would use up the clocks of all who follow it. */
const MAX_CLOCK = 2 ** 31

/**
 * Leaves out as many of this document's clocks as it takes for what it makes next to be above this one: for
 * whoever puts a copy of a step in its place (`client/features/plans/recovery/twinSteps.ts`).
 */
export const countPastClock = (clock: number, transaction: Y.Transaction): void => {
  const { store, clientID } = transaction.doc
  const next = Y.getState(store, clientID)
  const left = clock < MAX_CLOCK ? clock + 1 - next : 0
  // To Yjs these are clocks of what was deleted and forgotten: a few bytes, however many they are.
  if (left > 0) new Y.GC(Y.createID(clientID, next), left).integrate(transaction, 0)
}
