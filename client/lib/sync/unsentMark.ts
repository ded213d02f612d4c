import { wrap } from 'idb'
import type { IndexeddbPersistence } from 'y-indexeddb'
import { CUSTOM, isUnsentKey, UNSENT } from './copyNames.ts'

type Marks = ReadonlyMap<IDBValidKey, unknown>

const marksIn = async (db: IDBDatabase): Promise<Marks> => {
  const { store } = wrap(db).transaction(CUSTOM)
  const [keys, values] = await Promise.all([store.getAllKeys(), store.getAll()])
  return new Map(keys.flatMap((key, at) => (isUnsentKey(key) ? [[key, values[at]]] : [])))
}

/** A page that has written since it was looked at has something that we do not answer for. */
const removeUnchanged = async (db: IDBDatabase, marks: Marks): Promise<void> => {
  const transaction = wrap(db).transaction(CUSTOM, 'readwrite')
  transaction.done.catch(() => undefined)
  for (const [key, value] of marks)
    if ((await transaction.store.get(key)) === value) await transaction.store.delete(key)
}

/**
 * Says in the storage itself whether something in it is nowhere else. Each page has a mark of its
 * own: what the server has of one page it need not have of another, which may be without a line.
 */
export const unsentMark = (storage: () => IndexeddbPersistence | null) => {
  const key = `${UNSENT}/${crypto.getRandomValues(new Uint32Array(2)).join('')}`
  /** Null: as it was when the page opened. */
  let isUnsent: boolean | null = null
  let renewed = 0
  /** Of pages that were here before; what they stand for is in this document too. */
  let others: Marks = new Map()
  const write = (): void => {
    renewed += 1
    const written = isUnsent ? storage()?.set(key, renewed) : storage()?.del(key)
    // A full disk keeps no rows either, which is found out where it matters.
    written?.catch(() => undefined)
  }
  return {
    set: (next: boolean): void => {
      const db = storage()?.db
      if (!next && db && others.size > 0) void removeUnchanged(db, others).catch(() => undefined)
      if (!next) others = new Map()
      if (isUnsent === next) return
      isUnsent = next
      write()
    },
    /** More has come under the mark: whoever looked at it before does not take it away. */
    renew: (): void => {
      if (isUnsent) write()
    },
    /** Another storage, into which all that stands in the page goes at once: not without its mark. */
    begin: (): void => {
      if (isUnsent !== null) write()
    },
    /** Whether other pages have left marks, or may have: they cannot be read. */
    opened: async (): Promise<boolean> => {
      const db = storage()?.db
      const found = db ? await marksIn(db).catch(() => null) : null
      others = new Map([...(found ?? [])].filter(([name]) => name !== key))
      return found === null || others.size > 0
    },
    get isSet(): boolean {
      return isUnsent === true
    },
  }
}
