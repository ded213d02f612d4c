import { wrap } from 'idb'
import type { IndexeddbPersistence } from 'y-indexeddb'
import * as Y from 'yjs'
import { CUSTOM, isUnsentKey, UNSENT } from './copyNames.ts'

type Marks = ReadonlyMap<IDBValidKey, unknown>

/** What a page has written that the server may lack: a client id, and its first clock of that. */
type Unsent = readonly [client: number, from: number]

/** Null in the marks of earlier builds, which say only that there is something. */
const unsentIn = (value: unknown): Unsent | null => {
  const [, client, from] = /^\d+ (\d+) (\d+)$/.exec(String(value)) ?? []
  return client === undefined ? null : [Number(client), Number(from)]
}

const known = (value: unknown): readonly Unsent[] => {
  const unsent = unsentIn(value)
  return unsent ? [unsent] : []
}

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
 * own: what the server has of one page it need not have of another, which may be without a line. It
 * tells one's own words from others' to whoever opens the copy where no server says what it has.
 */
export const unsentMark = (doc: Y.Doc, storage: () => IndexeddbPersistence | null) => {
  const key = `${UNSENT}/${crypto.getRandomValues(new Uint32Array(2)).join('')}`
  /** Null: as it was when the page opened. */
  let isUnsent: boolean | null = null
  let renewed = 0
  /** Of pages that were here before; what they stand for is in this document too. */
  let others: Marks = new Map()
  /** So much of what this page has written the server has. */
  let held = 0
  const isOthers = (name: IDBValidKey): boolean => name !== key
  const found = async (): Promise<Marks | null> => {
    const db = storage()?.db
    return db ? marksIn(db).catch(() => null) : null
  }
  const value = (): string => `${renewed} ${doc.clientID} ${held}`
  const write = (): void => {
    renewed += 1
    const written = isUnsent ? storage()?.set(key, value()) : storage()?.del(key)
    // A full disk keeps no rows either, which is found out where it matters.
    written?.catch(() => undefined)
  }
  return {
    set: (next: boolean): void => {
      const db = storage()?.db
      if (!next && db && others.size > 0) void removeUnchanged(db, others).catch(() => undefined)
      if (!next) {
        others = new Map()
        held = Y.getState(doc.store, doc.clientID)
      }
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
      const marks = await found()
      others = new Map([...(marks ?? [])].filter(([name]) => isOthers(name)))
      return marks === null || others.size > 0
    },
    /** The same of this moment, and nothing is remembered: also of pages that are still open. */
    areOthers: async (): Promise<boolean> => {
      const marks = await found()
      return marks === null || [...marks.keys()].some(isOthers)
    },
    /** The same of what other pages have written, as it was when their marks were looked for last. */
    unsentOfOthers: (): ReadonlyMap<number, number> => new Map([...others.values()].flatMap(known)),
    /** By client id: from which clock on the server may lack what was written in this browser. */
    unsent: (): ReadonlyMap<number, number> =>
      new Map([...others.values(), ...(isUnsent ? [value()] : [])].flatMap(known)),
    value,
    get isSet(): boolean {
      return isUnsent === true
    },
  }
}
