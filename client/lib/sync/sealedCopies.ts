import type { IDBPDatabase } from 'idb'
import { CUSTOM, copiesOf, isDraft, isUnsentKey, ownerOf } from './copyNames.ts'
import { inTime } from './inTime.ts'
import { knownDatabases } from './knownDatabases.ts'
import { openExisting } from './openExisting.ts'
import { packCopy, unpackCopy } from './packCopy.ts'
import { inSealedStore } from './sealedStore.ts'
import { decrypt, importKey, type Lock, lockAway, makeLock, unlock } from './sealLock.ts'

/** Asks the server for the signed-in person's key, base64. */
type AskKey = () => Promise<string>

/** Who was looked up since this page opened. */
const unsealed = new Map<string, Promise<void>>()

/** Whether the server has everything of a document's copy; or whether a tray is empty. */
const isSpare = async (db: IDBPDatabase): Promise<boolean> => {
  const stores = [...db.objectStoreNames]
  if (stores.includes(CUSTOM)) return !(await db.getAllKeys(CUSTOM)).some(isUnsentKey)
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

/** A word of its own, so that nothing sealed overwrites what was sealed before. */
export const newSlot = (): string => crypto.getRandomValues(new Uint32Array(2)).join('')

/**
 * Puts bytes away under a database's name, beside what lies there, in place of what lies in the same
 * slot; false where nothing can be locked.
 */
export const sealBytes = async (
  place: { readonly userId: string; readonly name: string; readonly slot: string },
  bytes: Uint8Array<ArrayBuffer>,
): Promise<boolean> =>
  inSealedStore(async (store) => {
    const lock = globalThis.crypto?.subtle ? await store.get('locks', place.userId) : undefined
    if (!lock) return false
    await store.put('copies', await lockAway(lock, bytes), `${place.name}#${place.slot}`)
    return true
  })

/**
 * While one is signed in: the lock that will be needed when one is not. One request, once per person
 * and browser.
 */
export const prepareSeal = async (userId: string, askKey: AskKey): Promise<void> => {
  if (typeof indexedDB === 'undefined' || !globalThis.crypto?.subtle) return
  if (await inSealedStore((store) => store.get('locks', userId))) return
  const key = await importKey(await askKey())
  const lock: Lock | null = key && (await makeLock(key))
  // Another tab may have been quicker; whatever its lock has closed names the lock itself.
  if (lock) await inSealedStore((store) => store.put('locks', lock, userId))
}

const isWantedName = (name: string, isWanted: (owner: string) => boolean): boolean => {
  const owner = ownerOf(name)
  return owner !== null && isWanted(owner)
}

const namesOf = async (isWanted: (owner: string) => boolean): Promise<readonly string[]> =>
  (await knownDatabases.names()).filter((name) => isWantedName(name, isWanted))

/** What goes wrong with one of several things hides none of the others; answers whether nothing did. */
const eachByItself = async (
  names: readonly string[],
  act: (name: string) => Promise<void>,
): Promise<boolean> => {
  let isDone = true
  for (const name of names)
    await act(name).catch(() => {
      isDone = false
    })
  return isDone
}

const removeIfSpare = async (name: string): Promise<void> => {
  const db = await openExisting(name)
  try {
    if (await isSpare(db)) await remove(db)
  } finally {
    db.close()
  }
}

const sealDatabase = async (name: string): Promise<void> => {
  const userId = ownerOf(name) ?? ''
  const db = await openExisting(name)
  try {
    const isSealed =
      (await isSpare(db)) ||
      (await sealBytes({ userId, name, slot: newSlot() }, await packCopy(db)))
    // Readable beats lost.
    if (isSealed) await remove(db)
  } finally {
    // A connection that stays open would hold up whoever deletes it.
    db.close()
  }
}

/** A comment that was begun and not sent is in this tab alone: what is not sealed stays. */
const sealDraft = async (name: string): Promise<void> => {
  const bytes = new TextEncoder().encode(sessionStorage.getItem(name) ?? '')
  const place = { userId: ownerOf(name) ?? '', name, slot: newSlot() }
  if (await sealBytes(place, bytes)) sessionStorage.removeItem(name)
}

const seal = async (isWanted: (owner: string) => boolean): Promise<void> => {
  for (const owner of unsealed.keys()) if (isWanted(owner)) unsealed.delete(owner)
  const drafts = Object.keys(sessionStorage).filter((name) => isWantedName(name, isWanted))
  await eachByItself(drafts, sealDraft)
  // What needs no room goes first, and makes some for what does.
  await eachByItself(await namesOf(isWanted), removeIfSpare)
  await eachByItself(await namesOf(isWanted), sealDatabase)
}

/**
 * Signing out: what the server has is forgotten, what only this browser has is sealed and opens when
 * its owner signs in again. Where nothing can be sealed (plain http) what is nowhere else stays as
 * it is.
 */
export const sealCopies = async (userId: string, askKey: AskKey): Promise<void> => {
  await prepareSeal(userId, askKey).catch(() => undefined)
  await seal((owner) => owner === userId)
}

/** Underway, by user: several documents hear at once that the session is over. */
const sealing = new Map<string, Promise<void>>()

/** The session has ended and nobody can be asked for a key: seals with the lock that lies ready. */
export const sealCopiesOnce = (userId: string): Promise<void> => {
  const underway = sealing.get(userId)
  if (underway) return underway
  const done = seal((owner) => owner === userId).finally(() => sealing.delete(userId))
  sealing.set(userId, done)
  return done
}

/**
 * The server says who is signed in, null for nobody: everybody else's session is over, however it
 * ended, and what they left here is sealed, comments that were begun in this tab with it.
 */
export const sealAllBut = (userId: string | null): Promise<void> =>
  seal((owner) => owner !== userId)

/** What has come under the name meanwhile stays. */
const putBack = async (name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
  if (!isDraft(name)) return unpackCopy(name, bytes)
  if (sessionStorage.getItem(name) === null)
    sessionStorage.setItem(name, new TextDecoder().decode(bytes))
}

const openSealed = (name: string, key: CryptoKey): Promise<void> =>
  inSealedStore(async (store) => {
    const copy = await store.get('copies', name)
    if (!copy) return
    const bytes = await ('sender' in copy ? unlock(key, copy) : decrypt(key, copy))
    await putBack(name.replace(/#\d+$/, ''), new Uint8Array(bytes))
    await store.delete('copies', name)
  })

/** Answers whether all of it is back. */
const unseal = async (userId: string, askKey: AskKey): Promise<boolean> => {
  const isOwn = (name: string) => name.startsWith(copiesOf(userId))
  const names = (await inSealedStore((store) => store.getAllKeys('copies'))).filter(isOwn)
  const key = names.length > 0 ? await importKey(await askKey()) : null
  return key === null || eachByItself(names, (name) => openSealed(name, key))
}

/**
 * Before anything of this user's is opened here: what they left sealed is back under its names.
 * Resolves too when it cannot be done now (no connection, no storage, or none that answers), or not with
 * all of it; the next page tries again.
 */
export const unsealCopies = (userId: string, askKey: AskKey): Promise<void> => {
  const known = unsealed.get(userId)
  if (known) return known
  const done = unseal(userId, askKey)
    .catch(() => false)
    .then((isBack) => {
      if (!isBack) unsealed.delete(userId)
    })
  const asked = inTime(done, undefined)
  unsealed.set(userId, asked)
  return asked
}
