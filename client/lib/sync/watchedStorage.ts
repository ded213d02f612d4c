import { IndexeddbPersistence, storeState } from 'y-indexeddb'
import type * as Y from 'yjs'
import { UPDATES } from './copyNames.ts'
import { knownDatabases } from './knownDatabases.ts'
import { whenRead } from './whenRead.ts'

type StorageWatcher = {
  /** A write of whatever kind that the browser took back. */
  onAborted(): void
  /**
   * The browser has closed it under us, once. `isDeleted`: another tab wanted it gone, as at the end
   * of a session; otherwise the browser itself, when the site's data are cleared.
   */
  onClosed(how: { readonly isDeleted: boolean }): void
  /** Whether its rows may become one, which says nothing more of what was typed into what is deleted. */
  mayTrim(): Promise<boolean>
}

/**
 * y-indexeddb, which neither looks whether its storage is still there nor bears it when it is not:
 * what it threw would come out of the document's own `update` event.
 */
export const watchedStorage = (name: string, doc: Y.Doc, watcher: StorageWatcher) => {
  knownDatabases.note(name)
  const storage = new IndexeddbPersistence(name, doc)
  let isClosed = false
  let isRead = false
  let giveUp = (_isReady: false): void => {}
  const closed = new Promise<false>((resolve) => {
    giveUp = resolve
  })
  const close = (isDeleted: boolean): void => {
    if (isClosed) return
    isClosed = true
    giveUp(false)
    watcher.onClosed({ isDeleted })
  }

  const trim = async (): Promise<void> => {
    if ((await watcher.mayTrim()) && !isClosed) await storeState(storage, false)
  }
  /** In the place of y-indexeddb's own, which asks nobody. Not now is again behind the next letter. */
  const trimLater = (): void => {
    clearTimeout(storage._storeTimeoutId)
    storage._storeTimeoutId = setTimeout(() => {
      storage._storeTimeoutId = null
      // Closed under us, which is told of elsewhere.
      trim().catch(() => undefined)
    }, storage._storeTimeout)
  }

  const write = storage._storeUpdate
  doc.off('update', write)
  storage._storeUpdate = (update: Uint8Array, origin: unknown): void => {
    try {
      write(update, origin)
    } catch {
      close(false)
      return
    }
    if (storage._storeTimeoutId !== null) trimLater()
  }
  doc.on('update', storage._storeUpdate)

  const listen = (db: IDBDatabase): void => {
    // Of every transaction: they bubble. Before it is read, nobody would hear that it never is.
    db.addEventListener('abort', () => (isRead ? watcher.onAborted() : close(false)))
    db.addEventListener('versionchange', () => close(true))
    db.addEventListener('close', () => close(false))
    try {
      db.transaction([UPDATES])
    } catch {
      // Closed before anybody listened, or made anew and empty by whoever looked in while it went.
      close(false)
    }
  }
  storage._db.then(listen, () => close(false))
  const reading = whenRead(storage).then(() => {
    isRead = !isClosed
    return isRead
  })

  return {
    storage,
    /** Whether what was stored is in the document; false when it was closed before. */
    isRead: Promise.race([reading, closed]),
    destroy: (): Promise<void> => {
      isClosed = true
      // What could not be opened need not be closed.
      return storage.destroy().catch(() => undefined)
    },
  }
}
