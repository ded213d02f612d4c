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

type Answer = (isStored: boolean) => void

/** The rows y-indexeddb keeps a document in, beside what it writes there itself. */
export const updateRows = (db: IDBDatabase) => ({
  /**
   * Whether all of these are among the newest; whatever
   * was written before has happened or failed by then.
   */
  areAll: (updates: readonly Uint8Array[], answer: Answer): void => {
    const missing = new Set(updates)
    let left = updates.length + SLACK_ROWS
    const transaction = begin(db, 'readonly')
    if (!transaction) {
      answer(false)
      return
    }
    const store = transaction.objectStore(UPDATES)
    transaction.oncomplete = () => answer(missing.size === 0)
    transaction.onabort = () => answer(false)
    // Its turn is all that is waited for: the newest row may be the whole document.
    if (missing.size === 0) {
      store.count()
      return
    }
    const request = store.openCursor(null, 'prev')
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
      answer(false)
      return
    }
    transaction.objectStore(UPDATES).add(Y.encodeStateAsUpdate(doc))
    if (epoch !== '') transaction.objectStore(CUSTOM).put(epoch, EPOCH)
    transaction.oncomplete = () => answer(true)
    transaction.onabort = () => answer(false)
  },
  /** How often it was emptied, as `clear` wants to know it; null when that cannot be read. */
  emptied: (): Promise<number | null> =>
    new Promise((resolve) => {
      const transaction = begin(db, 'readonly', [CUSTOM])
      if (!transaction) return resolve(null)
      const request = transaction.objectStore(CUSTOM).get(EMPTIED)
      transaction.oncomplete = () => resolve(Number(request.result ?? 0))
      transaction.onabort = () => resolve(null)
    }),
  /**
   * Leaves nothing of it, nor what is noted beside it, unless another tab has done so since it was
   * emptied `known` times: what is there now was begun anew. Resolves whether or not it could.
   */
  clear: (known: number | null): Promise<void> =>
    new Promise((resolve) => {
      const transaction = begin(db, 'readwrite', [UPDATES, CUSTOM])
      if (!transaction) return resolve()
      const notes = transaction.objectStore(CUSTOM)
      const request = notes.get(EMPTIED)
      request.onsuccess = () => {
        const emptied = Number(request.result ?? 0)
        if (known !== null && known !== emptied) return
        transaction.objectStore(UPDATES).clear()
        notes.clear()
        notes.put(emptied + 1, EMPTIED)
      }
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => resolve()
    }),
})
