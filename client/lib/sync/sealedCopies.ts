import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { CUSTOM, copiesOf, UNSENT } from './copyNames.ts'
import { fromBase64, packCopy, unpackCopy } from './packCopy.ts'

interface Schema extends DBSchema {
  copies: {
    key: string
    value: { readonly iv: Uint8Array<ArrayBuffer>; readonly data: ArrayBuffer }
  }
}

const sealedDatabase = (): Promise<IDBPDatabase<Schema>> =>
  openDB<Schema>('yanke-sealed', 1, {
    upgrade: (db) => {
      db.createObjectStore('copies')
    },
  })

/** Who was looked up since this page opened. */
const unsealed = new Map<string, Promise<void>>()

/** Only pages of a secure origin can seal anything; on plain http there is null. */
const importKey = async (key: string): Promise<CryptoKey | null> =>
  globalThis.crypto?.subtle
    ? crypto.subtle.importKey('raw', fromBase64(key), 'AES-GCM', false, ['encrypt', 'decrypt'])
    : null

/** Whether the server has everything of a document's copy; or whether a tray is empty. */
const isSpare = async (db: IDBPDatabase): Promise<boolean> => {
  const stores = [...db.objectStoreNames]
  if (stores.includes(CUSTOM)) return (await db.get(CUSTOM, UNSENT)) === undefined
  const counts = await Promise.all(stores.map((store) => db.count(store)))
  return counts.every((count) => count === 0)
}

const deleted = (name: string): Promise<void> =>
  new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name)
    request.onsuccess = () => resolve()
    request.onerror = () => resolve()
    request.onblocked = () => resolve()
  })

/** Other tabs may hold it open and put off its deletion: it is emptied before. */
const remove = async (db: IDBPDatabase): Promise<void> => {
  for (const store of db.objectStoreNames) await db.clear(store)
  const { name } = db
  db.close()
  await deleted(name)
}

/**
 * Signing out: what the server has is forgotten, what only this browser has is sealed with its
 * owner's key and opens when they sign in again. Without a key that can seal (plain http) what is
 * nowhere else stays as it is: readable beats lost.
 */
export const sealCopies = async (userId: string, key: string): Promise<void> => {
  for (const name of Object.keys(sessionStorage))
    if (name.startsWith(copiesOf(userId))) sessionStorage.removeItem(name)
  if (typeof indexedDB === 'undefined' || !indexedDB.databases) return
  unsealed.delete(userId)
  const sealing = await importKey(key)
  const sealed = await sealedDatabase()
  try {
    for (const { name = '' } of await indexedDB.databases()) {
      if (!name.startsWith(copiesOf(userId))) continue
      const db = await openDB(name)
      const mustStay = !(await isSpare(db))
      if (mustStay && sealing) {
        const iv = crypto.getRandomValues(new Uint8Array(12))
        const data = await crypto.subtle.encrypt(
          { name: 'AES-GCM', iv },
          sealing,
          await packCopy(db),
        )
        await sealed.put('copies', { iv, data }, name)
      }
      if (mustStay && !sealing) db.close()
      else await remove(db)
    }
  } finally {
    sealed.close()
  }
}

const unseal = async (userId: string, askKey: () => Promise<string>): Promise<void> => {
  const sealed = await sealedDatabase()
  try {
    const names = (await sealed.getAllKeys('copies')).filter((name) =>
      name.startsWith(copiesOf(userId)),
    )
    const key = names.length > 0 ? await importKey(await askKey()) : null
    for (const name of names) {
      const copy = await sealed.get('copies', name)
      if (!copy || !key) continue
      const bytes = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: copy.iv }, key, copy.data)
      await unpackCopy(name, new Uint8Array(bytes))
      await sealed.delete('copies', name)
    }
  } finally {
    sealed.close()
  }
}

/**
 * Before anything of this user's is opened here: what they left sealed is back under its names.
 * Resolves too when it cannot be done now (no connection, no storage); the next page tries again.
 */
export const unsealCopies = (userId: string, askKey: () => Promise<string>): Promise<void> => {
  const known = unsealed.get(userId)
  if (known) return known
  const done = unseal(userId, askKey).catch(() => {
    unsealed.delete(userId)
  })
  unsealed.set(userId, done)
  return done
}
