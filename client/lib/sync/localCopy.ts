import { fetchUpdates, IndexeddbPersistence } from 'y-indexeddb'
import * as Y from 'yjs'
import { copiesOf, EPOCH } from './copyNames.ts'
import { prepareSeal, sealCopiesOnce, unsealCopies } from './sealedCopies.ts'
import { sealedWriter } from './sealedWriter.ts'
import { unsentMark } from './unsentMark.ts'
import { updateRows } from './updateRows.ts'
import { whenRead } from './whenRead.ts'

/** No document is of this past: what lies here is not taken for one that goes on. */
const UNREADABLE = 'unreadable'

/** The document in this browser's storage. */
export type LocalCopy = {
  /** Resolves when what was stored is in the document; false when there is no storage to be had. */
  readonly loaded: Promise<boolean>
  /** Whether an update's origin is this storage. */
  isOrigin(origin: unknown): boolean
  /** A local update with this number was made: finds out whether it is really stored. */
  made(update: Uint8Array, number: number): void
  /** Content with this number came from the server: finds out whether everything so far is really stored. */
  heard(number: number): void
  /**
   * What another tab has written into the storage since comes into the document: it may have been
   * closed before the server had it. What cannot be placed stays out.
   */
  lookAgain(): Promise<void>
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
  /** The session is open: what would be needed to seal without one is made ready. */
  signedIn(): void
  /**
   * The session has ended: nothing of this user's stays readable in this browser. What is made from
   * now on is sealed too. Where nothing can be sealed all stays as it was: readable beats lost.
   */
  seal(): Promise<void>
  /** Somebody has signed in again: what was sealed is back, and the storage is as it was. */
  reopen(): Promise<void>
  /** Empties the storage and writes no more. Other tabs keep their connection to it. */
  forget(): Promise<void>
  dispose(): void
}

type Pending = { readonly update: Uint8Array; readonly number: number }

const tried = (name: string): Promise<boolean> =>
  new Promise((resolve) => {
    const request = indexedDB.open(`${name}?`)
    request.onerror = () => resolve(false)
    request.onsuccess = () => {
      request.result.close()
      indexedDB.deleteDatabase(`${name}?`)
      resolve(true)
    }
  })

/**
 * Private windows, full disks and settings refuse storage, by an error or at once by throwing, and
 * y-indexeddb would leave that unhandled.
 */
const isOpenable = async (name: string): Promise<boolean> => {
  if (typeof indexedDB === 'undefined') return false
  return tried(name).catch(() => false)
}

type CopyParts = {
  readonly userId: string
  readonly docName: string
  readonly doc: Y.Doc
  /** Asks the server for the person's key, to open what was sealed. */
  readonly askKey: () => Promise<string>
  /** All local updates up to `made`, and all that was heard up to `heard`. */
  readonly onStored: (made: number, heard: number) => void
  /** No room, or no storage at all: what was made last is in this page alone. */
  readonly onNotStored: () => void
}

class StoredCopy implements LocalCopy {
  readonly loaded: Promise<boolean>
  readonly #parts: CopyParts
  readonly #name: string
  readonly #mark = unsentMark(() => this.#persistence)
  readonly #sealed: ReturnType<typeof sealedWriter>
  #persistence: IndexeddbPersistence | null = null
  #pending: Pending[] = []
  /** The number of the newest local update. */
  #lastMade = 0
  /** The number of the newest content of the server's, and of the newest that was looked for. */
  #lastHeard = 0
  #lookedForHeard = 0
  /** Writes of whatever kind that the browser took back. */
  #aborts = 0
  #isChecking = false
  /** Something is known to be missing in the storage; only the whole state makes that good. */
  #hasHole = false
  /** Which past the document is of; empty as long as neither the storage nor the server has said. */
  #epoch = ''
  #isLoaded = false
  #isDisposed = false

  constructor(parts: CopyParts) {
    const { userId, docName, doc } = parts
    this.#parts = parts
    this.#name = `${copiesOf(userId)}${docName}`
    this.#sealed = sealedWriter({ userId, name: this.#name }, doc, {
      ...parts,
      epoch: () => this.#epoch,
      // It writes the whole document, and the server says nothing while there is no session.
      onStored: (made) => parts.onStored(made, this.#lastHeard),
    })
    this.loaded = this.#open()
    window.addEventListener('focus', this.lookAgain)
  }

  readonly isOrigin = (origin: unknown): boolean =>
    this.#persistence !== null && origin === this.#persistence

  readonly made = (update: Uint8Array, number: number): void => {
    this.#mark.set(true)
    this.#lastMade = number
    if (this.#sealed.isOn) {
      this.#sealed.made(number)
      return
    }
    this.#pending.push({ update, number })
    this.#checkSoon()
  }

  readonly heard = (number: number): void => {
    this.#lastHeard = number
    // Where there is no room the whole would be tried with each letter of others; one's own next one does.
    if (!this.#hasHole) this.#checkSoon()
  }

  readonly lookAgain = async (): Promise<void> => {
    const persistence = this.#persistence
    if (!persistence || !this.#isLoaded || this.#isDisposed) return
    const { doc } = this.#parts
    let isWhole = true
    const before = (): void => {
      isWhole = doc.store.pendingStructs === null && doc.store.pendingDs === null
    }
    // What was waiting for its place before is the server's, and its place is on the way.
    const after = () => isWhole && takeUnplaced(doc)
    try {
      await fetchUpdates(persistence, before, after)
    } catch {
      // Closed under us, or unreadable: as if nobody had written.
    }
  }

  readonly allSaved = (): void => this.#mark.set(false)

  readonly setUnplacedAside = (): (() => void) => {
    const { doc } = this.#parts
    const unplaced = takeUnplaced(doc)
    return () => {
      for (const update of unplaced) Y.applyUpdateV2(doc, update)
      takeUnplaced(doc)
    }
  }

  readonly epoch = async (): Promise<string> => {
    try {
      this.#epoch = String((await this.#persistence?.get(EPOCH)) ?? '')
    } catch {
      this.#epoch = this.#parts.doc.store.clients.size === 0 ? '' : UNREADABLE
    }
    return this.#epoch
  }

  readonly setEpoch = async (epoch: string): Promise<void> => {
    this.#epoch = epoch
    // Where there is no room the next writing of the whole brings it.
    await this.#persistence?.set(EPOCH, epoch).catch(() => undefined)
  }

  readonly signedIn = (): void => {
    const { userId, askKey } = this.#parts
    void prepareSeal(userId, askKey).catch(() => undefined)
  }

  readonly seal = async (): Promise<void> => {
    if (this.#sealed.isOn || this.#isDisposed) return
    if (!(await this.#sealed.start(this.#mark.isSet))) return
    const persistence = this.#persistence
    this.#persistence = null
    this.#isLoaded = false
    // What was made while the document was being sealed waited for the storage that is left now.
    this.#pending = []
    if (this.#mark.isSet) this.#sealed.made(this.#lastMade)
    await persistence?.destroy()
    await sealCopiesOnce(this.#parts.userId)
  }

  readonly reopen = async (): Promise<void> => {
    if (!this.#sealed.isOn) return
    const last = this.#sealed.stop()
    // What was sealed is in the document too; only its whole state says that all is here again.
    this.#hasHole = true
    if (last > 0) this.#pending = [{ update: new Uint8Array(), number: last }]
    await this.#open()
  }

  readonly forget = async (): Promise<void> => {
    this.#end()
    const db = this.#persistence?.db
    const isEmptied = db ? updateRows(db).clear() : Promise.resolve()
    void this.#persistence?.destroy()
    await isEmptied
  }

  #end(): void {
    this.#isDisposed = true
    window.removeEventListener('focus', this.lookAgain)
  }

  readonly dispose = (): void => {
    this.#end()
    void this.#persistence?.destroy()
  }

  async #open(): Promise<boolean> {
    const { userId, doc, askKey } = this.#parts
    await unsealCopies(userId, askKey)
    if (!(await isOpenable(this.#name)) || this.#isDisposed) {
      this.#parts.onNotStored()
      return false
    }
    const persistence = new IndexeddbPersistence(this.#name, doc)
    this.#persistence = persistence
    await whenRead(persistence)
    this.#watch(persistence)
    this.#isLoaded = true
    // What others of these marks stand for has to be here before they are taken away.
    if (await this.#mark.opened()) await this.lookAgain()
    // Signed in again: the storage may be a new one.
    if (this.#epoch !== '') void this.setEpoch(this.#epoch)
    this.#check()
    return true
  }

  #watch(persistence: IndexeddbPersistence): void {
    // Of every transaction: they bubble. What y-indexeddb wrote and the browser took back is missed by nobody else.
    persistence.db?.addEventListener('abort', () => {
      if (this.#persistence !== persistence) return
      this.#aborts += 1
      this.#hasHole = true
    })
    // Taken away under us: y-indexeddb would go on writing, and throw at whoever types.
    const stop = (): void => void persistence.destroy()
    for (const end of ['versionchange', 'close']) persistence.db?.addEventListener(end, stop)
  }

  /** Of an update we are told before y-indexeddb is: looked for at once it would not be there. */
  #checkSoon(): void {
    queueMicrotask(() => this.#check())
  }

  #check(): void {
    const db = this.#persistence?.db
    if (!db || !this.#isLoaded || this.#isChecking || this.#isDisposed) return
    if (this.#pending.length === 0 && this.#lookedForHeard === this.#lastHeard) return
    this.#isChecking = true
    const asked = this.#pending
    if (asked.length > 0) this.#mark.renew()
    const heard = this.#lastHeard
    const rows = updateRows(db)
    this.#pending = []
    this.#lookedForHeard = heard
    const done = (isStored: boolean): void => {
      this.#isChecking = false
      if (isStored) this.#parts.onStored(asked.at(-1)?.number ?? 0, heard)
      else this.#parts.onNotStored()
      this.#check()
    }
    const mend = (): void => {
      const aborts = this.#aborts
      rows.addWhole(this.#parts.doc, this.#epoch, (isStored) => {
        // Of what came while it was written it has nothing.
        this.#hasHole = this.#aborts !== aborts || !isStored
        done(isStored)
      })
    }
    if (this.#hasHole) {
      mend()
      return
    }
    // Made after the writes, this transaction sees them or they are not there.
    const updates = asked.map(({ update }) => update)
    rows.areAll(updates, (isStored) => {
      if (isStored && !this.#hasHole) done(true)
      else mend()
    })
  }
}

/**
 * Keeps the document by y-indexeddb, which writes and does not look back: a full disk would go
 * unnoticed. So every local update is looked for after its transaction; one that is not there is
 * made good with the whole state.
 */
export const localCopy = (parts: CopyParts): LocalCopy => new StoredCopy(parts)

/** What Yjs keeps pending, as updates of its second version. */
const takeUnplaced = ({ store }: Y.Doc): Uint8Array[] => {
  const { pendingStructs, pendingDs } = store
  store.pendingStructs = null
  store.pendingDs = null
  return [pendingStructs?.update, pendingDs].filter((update) => update instanceof Uint8Array)
}
