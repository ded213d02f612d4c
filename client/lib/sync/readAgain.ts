import { fetchUpdates, type IndexeddbPersistence } from 'y-indexeddb'
import type * as Y from 'yjs'
import { takeUnplaced } from './takeUnplaced.ts'

/** What other tabs have stored since comes into the document, but for what cannot be placed. */
export const readAgain = async (storage: IndexeddbPersistence, doc: Y.Doc): Promise<void> => {
  let isWhole = true
  const before = (): void => {
    isWhole = doc.store.pendingStructs === null && doc.store.pendingDs === null
  }
  // What was waiting for its place before is the server's, and its place is on the way.
  const after = () => isWhole && takeUnplaced(doc)
  try {
    await fetchUpdates(storage, before, after)
  } catch {
    // Closed under us: as if nobody had written.
  }
}
