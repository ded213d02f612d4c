import { wrap } from 'idb'
import type { IndexeddbPersistence } from 'y-indexeddb'
import * as Y from 'yjs'
import { UPDATES } from './copyNames.ts'

/** Resolves when y-indexeddb has read the rows, or has failed to; of a failure it says nothing itself. */
const whenTried = (persistence: IndexeddbPersistence): Promise<boolean> =>
  new Promise((resolve) => {
    const failed = (): void => resolve(false)
    // Before whoever waits for it, it is noted as read; bytes that are no update throw past that.
    const look = (_doc: Y.Doc, transactions: readonly Y.Transaction[]): void => {
      if (!transactions.some(({ origin }) => origin === persistence)) return
      persistence.doc.off('afterAllTransactions', look)
      queueMicrotask(() => resolve(persistence.synced))
    }
    persistence.doc.on('afterAllTransactions', look)
    persistence._db.then((db) => {
      for (const end of ['error', 'abort', 'close']) db.addEventListener(end, failed)
    }, failed)
  })

/**
 * Resolves when all that can be read of the copy is in the document. y-indexeddb reads all rows or
 * none, and would never say that it has failed: then each is read by itself, so that one that is
 * damaged hides none of the others. It stays where it is.
 */
export const whenRead = async (persistence: IndexeddbPersistence): Promise<void> => {
  if ((await whenTried(persistence)) || !persistence.db) return
  const db = wrap(persistence.db)
  const keys = await db.getAllKeys(UPDATES).catch(() => [])
  for (const key of keys)
    try {
      Y.applyUpdate(persistence.doc, await db.get(UPDATES, key), persistence)
    } catch {
      // Damaged; what builds on it waits for the server's.
    }
}
