import * as Y from 'yjs'

const lengthIn = ({ parentSub, countable, deleted, length }: Y.Item): number =>
  parentSub === null && countable && !deleted ? length : 0

/** Markers are places in a list that Yjs remembers by number. */
const forgetPlaces = (type: Y.AbstractType<unknown>): void => {
  if (type._searchMarker) type._searchMarker.length = 0
}

/** Out of the list, or the key's past, into which it was put. */
const unlink = (item: Y.Item): void => {
  const { left, right, parentSub } = item
  const parent = item.parent as Y.AbstractType<unknown>
  forgetPlaces(parent)
  parent._length -= lengthIn(item)
  if (left) left.right = right
  else if (parentSub === null) parent._start = right
  if (right) right.left = left
  else if (parentSub !== null && left) parent._map.set(parentSub, left)
  else if (parentSub !== null) parent._map.delete(parentSub)
}

const revive = (item: Y.Item): void => {
  const parent = item.parent as Y.AbstractType<unknown>
  forgetPlaces(parent)
  item.deleted = false
  parent._length += lengthIn(item)
}

/** Where a text was cut within a character, Yjs has put others in place of its halves. */
const isCutCharacter = (struct: Y.AbstractStruct): boolean =>
  struct instanceof Y.Item &&
  struct.content instanceof Y.ContentString &&
  struct.content.str.startsWith('\ufffd')

/**
 * Takes back what a transaction did to its document, at the cost of what it did: for
 * `afterTransaction`, where everything it deleted is still there and nothing was joined yet. False
 * when that cannot be done exactly; the document is then to be thrown away.
 */
export const takeBack = (transaction: Y.Transaction): boolean => {
  const { doc, beforeState, afterState, deleteSet, _mergeStructs: cuts } = transaction
  const isOld = ({ id }: Y.AbstractStruct): boolean => id.clock < (beforeState.get(id.client) ?? 0)
  if (cuts.some((struct) => isOld(struct) && isCutCharacter(struct))) return false
  for (const [client, clock] of afterState) {
    const known = beforeState.get(client) ?? 0
    if (clock === known) continue
    const structs = doc.store.clients.get(client) ?? []
    const added = structs.splice(known === 0 ? 0 : Y.findIndexSS(structs, known))
    for (const struct of added) if (struct instanceof Y.Item) unlink(struct)
    if (known === 0) doc.store.clients.delete(client)
  }
  Y.iterateDeletedStructs(transaction, deleteSet, (struct) => {
    if (struct instanceof Y.Item) revive(struct)
  })
  doc.store.pendingStructs = null
  doc.store.pendingDs = null
  // Nothing is left for Yjs to tidy up but the cuts in what was there, which it heals. It holds both of
  // these already.
  deleteSet.clients.clear()
  const oldCuts = cuts.filter(isOld)
  cuts.length = 0
  for (const cut of oldCuts) cuts.push(cut)
  transaction.afterState = beforeState
  transaction._needFormattingCleanup = false
  return true
}
