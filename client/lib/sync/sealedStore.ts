import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Lock, Locked } from './sealLock.ts'

/** As copies were sealed before there were locks: under the owner's key itself. */
export type SealedByKey = { readonly iv: Uint8Array<ArrayBuffer>; readonly data: ArrayBuffer }

interface Schema extends DBSchema {
  /** By database name and `#` and a random word: nothing sealed overwrites what was sealed before. */
  copies: { key: string; value: SealedByKey | Locked }
  /** By user id. */
  locks: { key: string; value: Lock }
}

/** Runs with this browser's sealed copies open. */
export const inSealedStore = async <Result>(
  act: (store: IDBPDatabase<Schema>) => Promise<Result>,
): Promise<Result> => {
  const store = await openDB<Schema>('yanke-sealed', 2, {
    upgrade: (db, from) => {
      if (from < 1) db.createObjectStore('copies')
      if (from < 2) db.createObjectStore('locks')
    },
    // Another tab's newer page need not wait for this one.
    blocking: (_old, _next, event) => {
      if (event.target instanceof IDBDatabase) event.target.close()
    },
  })
  try {
    return await act(store)
  } finally {
    store.close()
  }
}
