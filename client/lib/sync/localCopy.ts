import { IndexeddbPersistence } from 'y-indexeddb'
import * as Y from 'yjs'
import { CUSTOM, UNSENT } from './copyNames.ts'

const UPDATES = 'updates'
const EPOCH = 'epoch'

/** Rows read back beyond those looked for: another tab or another person may have written too. */
const SLACK_ROWS = 64

/** The document in this browser's storage. */
export type LocalCopy = {
  /** Resolves when what was stored is in the document; false when there is no storage to be had. */
  readonly loaded: Promise<boolean>
  /** Whether an update's origin is this storage. */
  isOrigin(origin: unknown): boolean
  /** A local update with this number was made: finds out whether it is really stored. */
  made(update: Uint8Array, number: number): void
  /** The server has everything: after signing out nothing here is worth keeping. */
  allSaved(): void
  /**
   * Takes out of the document what the storage has and cannot be placed, because a row of it is
   * missing: sent as it is the server would refuse all of it. Returns what tries to place it, for
   * when the server's content is there.
   */
  setUnplacedAside(): () => void
  epoch(): Promise<string>
  setEpoch(epoch: string): Promise<void>
  /** Empties the storage and writes no more. Other tabs keep their connection to it. */
  forget(): Promise<void>
  dispose(): void
}

type Pending = { readonly update: Uint8Array; readonly number: number }

const equal = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i])

/** Private windows and full disks refuse storage, and y-indexeddb would leave that unhandled. */
const isOpenable = (name: string): Promise<boolean> =>
  new Promise((resolve) => {
    if (typeof indexedDB === 'undefined') return resolve(false)
    const request = indexedDB.open(`${name}?`)
    request.onerror = () => resolve(false)
    request.onsuccess = () => {
      request.result.close()
      indexedDB.deleteDatabase(`${name}?`)
      resolve(true)
    }
  })

/** Says in the storage itself whether something in it is nowhere else. */
const unsentMark = (storage: () => IndexeddbPersistence | null) => {
  /** Null: as it was when the page opened. */
  let isUnsent: boolean | null = null
  const write = (): void => {
    const written = isUnsent ? storage()?.set(UNSENT, 1) : storage()?.del(UNSENT)
    // A full disk keeps no rows either, which is found out where it matters.
    written?.catch(() => undefined)
  }
  return {
    set: (next: boolean): void => {
      if (isUnsent === next) return
      isUnsent = next
      write()
    },
    opened: (): void => {
      if (isUnsent !== null) write()
    },
  }
}

/**
 * Keeps the document by y-indexeddb, which writes and does not look back: a full disk would go
 * unnoticed. So every local update is looked for after its transaction; one that is not there is
 * made good with the whole state.
 */
export const localCopy = (
  name: string,
  doc: Y.Doc,
  parts: {
    /** Resolves when nothing of this user's is sealed any more. */
    readonly unsealed: Promise<void>
    readonly onStored: (upTo: number) => void
  },
): LocalCopy => {
  const { unsealed, onStored } = parts
  let persistence: IndexeddbPersistence | null = null
  let pending: Pending[] = []
  let isChecking = false
  /** Something is known to be missing in the storage; only the whole state makes that good. */
  let hasHole = false
  let isLoaded = false
  let isDisposed = false
  const mark = unsentMark(() => persistence)

  const check = (): void => {
    const db = persistence?.db
    if (!db || !isLoaded || isChecking || isDisposed || pending.length === 0) return
    isChecking = true
    const asked = pending
    pending = []
    const done = (isStored: boolean) => {
      isChecking = false
      hasHole = !isStored
      if (isStored) onStored(asked.at(-1)?.number ?? 0)
      check()
    }
    if (hasHole) {
      storeWhole(db, doc, done)
      return
    }
    // Made after the writes, this transaction sees them or they are not there.
    areStored(db, asked, (isStored) => {
      if (isStored) done(true)
      else storeWhole(db, doc, done)
    })
  }

  const open = async (): Promise<boolean> => {
    await unsealed
    if (!(await isOpenable(name)) || isDisposed) return false
    persistence = new IndexeddbPersistence(name, doc)
    await persistence.whenSynced
    isLoaded = true
    mark.opened()
    check()
    return true
  }

  return {
    loaded: open(),
    isOrigin: (origin) => persistence !== null && origin === persistence,
    made: (update, number) => {
      mark.set(true)
      pending.push({ update, number })
      check()
    },
    allSaved: () => mark.set(false),
    setUnplacedAside: () => {
      const unplaced = takeUnplaced(doc)
      return () => {
        for (const update of unplaced) Y.applyUpdateV2(doc, update)
        takeUnplaced(doc)
      }
    },
    epoch: async () => String((await persistence?.get(EPOCH)) ?? ''),
    setEpoch: async (epoch) => {
      await persistence?.set(EPOCH, epoch)
    },
    forget: async () => {
      isDisposed = true
      const db = persistence?.db
      const isEmptied = db ? emptied(db) : Promise.resolve()
      void persistence?.destroy()
      await isEmptied
    },
    dispose: () => {
      isDisposed = true
      void persistence?.destroy()
    },
  }
}

/** What Yjs keeps pending, as updates of its second version. */
const takeUnplaced = ({ store }: Y.Doc): Uint8Array[] => {
  const { pendingStructs, pendingDs } = store
  store.pendingStructs = null
  store.pendingDs = null
  return [pendingStructs?.update, pendingDs].filter((update) => update instanceof Uint8Array)
}

/** A transaction, usually on the updates; null when the browser closed the storage under us. */
const begin = (
  db: IDBDatabase,
  mode: IDBTransactionMode,
  stores: string[] = [UPDATES],
): IDBTransaction | null => {
  try {
    return db.transaction(stores, mode)
  } catch {
    // The same as a transaction that fails: nothing is stored.
    return null
  }
}

const emptied = (db: IDBDatabase): Promise<void> =>
  new Promise((resolve) => {
    const transaction = begin(db, 'readwrite', [UPDATES, CUSTOM])
    if (!transaction) return resolve()
    transaction.objectStore(UPDATES).clear()
    transaction.objectStore(CUSTOM).clear()
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => resolve()
  })

const areStored = (
  db: IDBDatabase,
  asked: readonly Pending[],
  answer: (isStored: boolean) => void,
): void => {
  const missing = new Set(asked.map(({ update }) => update))
  let left = asked.length + SLACK_ROWS
  const transaction = begin(db, 'readonly')
  if (!transaction) {
    answer(false)
    return
  }
  const request = transaction.objectStore(UPDATES).openCursor(null, 'prev')
  request.onsuccess = () => {
    const cursor = request.result
    if (!cursor || missing.size === 0 || left === 0) return
    left -= 1
    for (const update of missing)
      if (cursor.value instanceof Uint8Array && equal(cursor.value, update)) missing.delete(update)
    cursor.continue()
  }
  transaction.oncomplete = () => answer(missing.size === 0)
  transaction.onabort = () => answer(false)
}

const storeWhole = (db: IDBDatabase, doc: Y.Doc, answer: (isStored: boolean) => void): void => {
  const transaction = begin(db, 'readwrite')
  if (!transaction) {
    answer(false)
    return
  }
  transaction.objectStore(UPDATES).add(Y.encodeStateAsUpdate(doc))
  transaction.oncomplete = () => answer(true)
  transaction.onabort = () => answer(false)
}
