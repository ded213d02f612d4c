import * as Y from 'yjs'

/** Puts what no method of Yjs would into a type that is in a document; null: at the end of its list. */
export const putUnseen = <T>(
  type: Y.Map<T> | Y.Array<T>,
  key: string | null,
  content: Y.ContentAny | Y.ContentFormat | Y.ContentString,
): void => {
  const { doc } = type
  if (!doc) throw new Error('it is in no document')
  let left = key === null ? type._start : (type._map.get(key) ?? null)
  while (left?.right) left = left.right
  const id = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID))
  const item = new Y.Item(id, left, left?.lastId ?? null, null, null, type, key, content)
  doc.transact((transaction) => item.integrate(transaction, 0))
}
