import { wrap } from 'idb'
import * as Y from 'yjs'
import { CUSTOM, EMPTIED, EPOCH, UPDATES } from './copyNames.ts'

/** Rows read back beyond those looked for: another tab or another person may have written too. */
const SLACK_ROWS = 64

/** A row comes out of the storage as it went in, but in jsdom not as the page's own class of bytes. */
const isRow = (value: unknown, update: Uint8Array): boolean => {
  if (!ArrayBuffer.isView(value) || value.byteLength !== update.length) return false
  const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
  return bytes.every((byte, i) => byte === update[i])
}

/** Null when the browser closed the storage under us: the same as a transaction that fails. */
const begin = (
  db: IDBDatabase,
  mode: IDBTransactionMode,
  stores: string[] = [UPDATES],
): IDBTransaction | null => {
  try {
    return db.transaction(stores, mode)
  } catch {
    return null
  }
}

/** `anothers`: another tab has emptied it since, and what is there now was begun anew. */
export type Found = 'stored' | 'missing' | 'anothers'

type Answer = (found: Found) => void

/** How often it was emptied, as `updateRows` wants to know it; null when that cannot be read. */
export const emptiedIn = (db: IDBDatabase): Promise<number | null> =>
  new Promise((resolve) => {
    const transaction = begin(db, 'readonly', [CUSTOM])
    if (!transaction) return resolve(null)
    const request = transaction.objectStore(CUSTOM).get(EMPTIED)
    transaction.oncomplete = () => resolve(Number(request.result ?? 0))
    transaction.onabort = () => resolve(null)
  })

/**
 * The rows y-indexeddb keeps a document in, beside what it writes there itself. `emptied`: how often
 * that had been done when the page opened it; null when nobody can tell.
 */
export const updateRows = (db: IDBDatabase, emptied: number | null) => {
  const isAnothers = (times: unknown): boolean => emptied !== null && Number(times ?? 0) > emptied
  return {
    /** All of them; none where they cannot be read. */
    all: (): Promise<readonly Uint8Array[]> =>
      wrap(db)
        .getAll(UPDATES)
        .catch(() => []),
    areOurs: async (): Promise<boolean> => !isAnothers(await emptiedIn(db)),
    /** Whether all of these are among the newest; whatever was written before has happened or failed by then. */
    areAll: (updates: readonly Uint8Array[], answer: Answer): void => {
      const missing = new Set(updates)
      let left = updates.length + SLACK_ROWS
      const transaction = begin(db, 'readonly', [UPDATES, CUSTOM])
      if (!transaction) {
        answer('missing')
        return
      }
      const times = transaction.objectStore(CUSTOM).get(EMPTIED)
      transaction.oncomplete = () =>
        answer(isAnothers(times.result) ? 'anothers' : missing.size === 0 ? 'stored' : 'missing')
      transaction.onabort = () => answer('missing')
      // Its turn is all that is waited for: the newest row may be the whole document.
      if (missing.size === 0) return
      const request = transaction.objectStore(UPDATES).openCursor(null, 'prev')
      request.onsuccess = () => {
        const cursor = request.result
        if (!cursor || missing.size === 0 || left === 0) return
        left -= 1
        for (const update of missing) if (isRow(cursor.value, update)) missing.delete(update)
        cursor.continue()
      }
    },
    /** A row with all of the document, and the epoch, which is missing where rows are; empty: unknown. */
    addWhole: (doc: Y.Doc, epoch: string, answer: Answer): void => {
      const transaction = begin(db, 'readwrite', [UPDATES, CUSTOM])
      if (!transaction) {
        answer('missing')
        return
      }
      const notes = transaction.objectStore(CUSTOM)
      const times = notes.get(EMPTIED)
      times.onsuccess = () => {
        if (isAnothers(times.result)) return
        transaction.objectStore(UPDATES).add(Y.encodeStateAsUpdate(doc))
        if (epoch !== '') notes.put(epoch, EPOCH)
      }
      transaction.oncomplete = () => answer(isAnothers(times.result) ? 'anothers' : 'stored')
      transaction.onabort = () => answer('missing')
    },
    /** These came into what another tab had begun anew before that was known. */
    takeOut: (updates: readonly Uint8Array[]): void => {
      const request = begin(db, 'readwrite')?.objectStore(UPDATES).openCursor(null, 'prev')
      if (!request) return
      request.onsuccess = () => {
        const cursor = request.result
        if (!cursor) return
        if (updates.some((update) => isRow(cursor.value, update))) cursor.delete()
        cursor.continue()
      }
    },
    /**
     * Leaves nothing of it, nor what is noted beside it, unless it is another's by now. Resolves
     * whether or not it could.
     */
    clear: (): Promise<void> =>
      new Promise((resolve) => {
        const transaction = begin(db, 'readwrite', [UPDATES, CUSTOM])
        if (!transaction) return resolve()
        const notes = transaction.objectStore(CUSTOM)
        const request = notes.get(EMPTIED)
        request.onsuccess = () => {
          if (isAnothers(request.result)) return
          transaction.objectStore(UPDATES).clear()
          notes.clear()
          notes.put(Number(request.result ?? 0) + 1, EMPTIED)
        }
        transaction.oncomplete = () => resolve()
        transaction.onabort = () => resolve()
      }),
  }
}
