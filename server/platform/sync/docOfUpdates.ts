import * as Y from 'yjs'

const putTogether = (updates: readonly Uint8Array[]): Y.Doc => {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update)
  })
  return doc
}

/**
 * A document of its own, put together of updates in order. Costs as much as they are large. An earlier
 * build took in what Yjs cannot follow step by step (half a value that is deleted, and then what it lay
 * in), and can read as one: whoever comes is sent it as one.
 */
export const docOfUpdates = (updates: Iterable<Uint8Array>): Y.Doc => {
  const all = [...updates]
  try {
    return putTogether(all)
  } catch {
    return putTogether([Y.mergeUpdates(all)])
  }
}
