import * as Y from 'yjs'

const putTogether = (updates: readonly Uint8Array[]): Y.Doc => {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update)
  })
  return doc
}

/** Merging so many at a time: of all at once Yjs looks through all for each. */
const AT_ONCE = 500

const merged = (updates: readonly Uint8Array[]): Uint8Array => {
  if (updates.length <= AT_ONCE) return Y.mergeUpdates([...updates])
  const parts: Uint8Array[] = []
  for (let at = 0; at < updates.length; at += AT_ONCE)
    parts.push(Y.mergeUpdates(updates.slice(at, at + AT_ONCE)))
  return merged(parts)
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
    return putTogether([merged(all)])
  }
}
