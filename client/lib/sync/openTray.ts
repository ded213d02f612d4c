import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { DocName } from '#shared/sync/docName.ts'
import { serverTime } from '../feed/sessionClock.ts'
import { askStorageKey } from './askStorageKey.ts'
import type { FinalReason } from './closeReason.ts'
import { copiesOf } from './copyNames.ts'
import { inTime } from './inTime.ts'
import { knownDatabases } from './knownDatabases.ts'
import { unsealCopies } from './sealedCopies.ts'
import { type SnapshotStore, snapshotStore } from './snapshotStore.ts'

/** Words that did not find their place in a document and wait for their author in this browser. */
export type FoundWords = {
  /** The same for the same words, whoever finds them: two tabs put one entry. */
  readonly id: string
  readonly docName: DocName
  readonly text: string
  /**
   * `deleted`: they fell into something that others had deleted; `PageOld`: the page was too old for the
   * document. Otherwise what the server said.
   */
  readonly cause: 'deleted' | 'PageOld' | FinalReason
  /** Wall clock of this computer, ms. */
  readonly atMs: number
  /** Where they stood, in the words of whoever put them here. */
  readonly place: Readonly<Record<string, string | null>>
}

/** A copy that cannot be merged any more, kept as it was. */
export type AsideCopy = {
  readonly id: string
  readonly docName: DocName
  readonly reason: FinalReason
  readonly atMs: number
  readonly state: Uint8Array
  /** Whether what the new document lacks of it has been found. */
  readonly isRead: boolean
}

/** Since when it lies here by the server's clock, ms; missing until that was known. */
type Dated = { readonly sinceMs?: number }

interface Schema extends DBSchema {
  found: { key: string; value: FoundWords & Dated }
  asides: { key: string; value: AsideCopy & Dated }
}

const DAY_MS = 86_400_000

/** So long a person may be away, and what is theirs is still here. */
export const KEPT_DAYS = 30

/** One user's tray in this browser. */
export type Tray = {
  readonly found: SnapshotStore<readonly FoundWords[]>
  /** Whether something of it goes with this page: the browser has refused to store it. */
  readonly isAlone: SnapshotStore<boolean>
  /** Resolves when they survive the page; false when this browser stores nothing. */
  put(entries: readonly FoundWords[]): Promise<boolean>
  remove(id: string): Promise<void>
  putAside(copy: AsideCopy): Promise<boolean>
  asidesOf(docName: DocName): Promise<readonly AsideCopy[]>
  /** Reads again what other tabs may have changed, and tries again to store what was refused. */
  refresh(): Promise<void>
  close(): void
}

/** `onClosed`: signing out, or a session's end, has taken it away. */
const openStored = async (userId: string, onClosed: () => void): Promise<IDBPDatabase<Schema>> => {
  await unsealCopies(userId, askStorageKey)
  const name = `${copiesOf(userId)}tray`
  knownDatabases.note(name)
  return openDB<Schema>(name, 1, {
    upgrade: (db) => {
      db.createObjectStore('found', { keyPath: 'id' })
      db.createObjectStore('asides', { keyPath: 'id' })
    },
    // Signing out deletes it; no tab stands in the way.
    blocking: (_old, _next, event) => {
      if (event.target instanceof IDBDatabase) event.target.close()
      onClosed()
    },
  })
}

/** The trays that are open in this page: what one puts away the others show. */
const trays = new Set<StoredTray>()

class StoredTray implements Tray {
  readonly found: SnapshotStore<readonly FoundWords[]> & { set(next: readonly FoundWords[]): void }
  readonly isAlone = snapshotStore<boolean>(false)
  readonly #userId: string
  #opened: Promise<IDBPDatabase<Schema> | null> | null = null
  readonly #now: () => number | null
  #hasForgotten = false
  /** What the storage refused: kept as long as the page lives. */
  readonly #memory = new Map<string, FoundWords>()
  readonly #asides = new Map<string, AsideCopy>()

  constructor(userId: string, now: () => number | null) {
    this.found = snapshotStore<readonly FoundWords[]>([])
    this.#now = now
    this.#userId = userId
    trays.add(this)
    void this.refresh()
  }

  /**
   * Opened again after it was taken away: whoever signs in again finds in it what was sealed. Null
   * where the browser refuses, by an error or at once by throwing; it is asked again the next time.
   */
  get #database(): Promise<IDBPDatabase<Schema> | null> {
    const close = (): void => {
      this.#opened = null
    }
    if (!this.#opened) {
      const opening = openStored(this.#userId, close)
      this.#opened = inTime<IDBPDatabase<Schema> | null>(opening, null).catch(() => {
        close()
        return null
      })
      // One that came late is there the next time.
      opening.then(
        (db) => {
          this.#opened = Promise.resolve(db)
        },
        () => undefined,
      )
    }
    return this.#opened
  }

  readonly put = async (entries: readonly FoundWords[]): Promise<boolean> => {
    for (const entry of entries) this.#memory.set(entry.id, entry)
    this.#tell([...this.found.getSnapshot()])
    const isStored = await this.#write('found', entries)
    if (isStored) for (const { id } of entries) this.#memory.delete(id)
    this.isAlone.set(this.#memory.size > 0)
    await this.#read()
    if (isStored) this.#tellOthers()
    return isStored
  }

  readonly remove = async (id: string): Promise<void> => {
    this.#memory.delete(id)
    if (this.#memory.size === 0) this.isAlone.set(false)
    this.#tell(this.found.getSnapshot().filter((entry) => entry.id !== id))
    const db = await this.#database
    await db?.delete('found', id).catch(() => undefined)
    this.#tellOthers()
  }

  readonly putAside = (copy: AsideCopy): Promise<boolean> => {
    this.#asides.set(copy.id, copy)
    return this.#write('asides', [copy])
  }

  readonly asidesOf = async (docName: DocName): Promise<readonly AsideCopy[]> => {
    const db = await this.#database
    const stored = (await db?.getAll('asides').catch(() => [])) ?? []
    const all = new Map(stored.map((copy) => [copy.id, copy]))
    for (const [id, copy] of this.#asides) all.set(id, copy)
    return [...all.values()].filter((copy) => copy.docName === docName)
  }

  readonly refresh = async (): Promise<void> => {
    await inTime(this.#forgetOld(), undefined).catch(() => undefined)
    if (this.#memory.size > 0) await this.put([...this.#memory.values()])
    else await this.#read()
  }

  readonly close = (): void => {
    trays.delete(this)
    void this.#opened?.then((db) => db?.close())
  }

  #tellOthers(): void {
    for (const tray of trays) if (tray !== this && tray.#userId === this.#userId) void tray.#read()
  }

  async #read(): Promise<void> {
    const db = await this.#database
    const stored = db ? await inTime(db.getAll('found'), null).catch(() => null) : []
    // What cannot be read just now is not gone.
    this.#tell(stored ?? this.found.getSnapshot())
  }

  async #write<Name extends 'found' | 'asides'>(
    name: Name,
    values: readonly Schema[Name]['value'][],
  ): Promise<boolean> {
    const db = await this.#database
    if (!db) return false
    try {
      const transaction = db.transaction(name, 'readwrite', { durability: 'strict' })
      // What a failing put says, its transaction says too; nobody may leave either unheard.
      transaction.done.catch(() => undefined)
      for (const value of values) transaction.store.put(value).catch(() => undefined)
      return await inTime(
        transaction.done.then(() => true),
        false,
      )
    } catch {
      // Full, closed or silent: memory has it, and the page says that it must not be closed.
      return false
    }
  }

  /**
   * This computer's own clock may be years off, and be set right any day: how long something has waited
   * is counted by the server's, from when that was first known.
   */
  async #forgetOld(): Promise<void> {
    const nowMs = this.#now()
    const db = nowMs === null || this.#hasForgotten ? null : await this.#database
    if (!db || nowMs === null) return
    for (const name of ['found', 'asides'] as const) {
      const transaction = db.transaction(name, 'readwrite')
      // What a failing write says, its transaction says too.
      transaction.done.catch(() => undefined)
      for await (const cursor of transaction.store) {
        const { sinceMs = null } = cursor.value
        if (sinceMs === null) await cursor.update({ ...cursor.value, sinceMs: nowMs })
        else if (sinceMs < nowMs - KEPT_DAYS * DAY_MS) await cursor.delete()
      }
      await transaction.done
    }
    this.#hasForgotten = true
  }

  #tell(stored: readonly FoundWords[]): void {
    const all = new Map(stored.map((entry) => [entry.id, entry]))
    for (const [id, entry] of this.#memory) all.set(id, entry)
    this.found.set([...all.values()].sort((a, b) => b.atMs - a.atMs || a.id.localeCompare(b.id)))
  }
}

/** `now` is the server's clock in ms; null as long as nobody knows it. */
export const openTray = (userId: string, now: () => number | null = serverTime): Tray =>
  new StoredTray(userId, now)
