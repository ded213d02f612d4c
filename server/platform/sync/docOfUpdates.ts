import * as Y from 'yjs'

/** A document of its own, put together of updates in order. Costs as much as they are large. */
export const docOfUpdates = (updates: Iterable<Uint8Array>): Y.Doc => {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update)
  })
  return doc
}
