import type { IndexeddbPersistence } from 'y-indexeddb'
import { CopyEpoch } from './CopyEpoch.ts'
import type { CopyParts } from './CopyParts.ts'
import { copiesOf } from './copyNames.ts'
import type { DocCopy } from './DocCopy.ts'
import { inTime } from './inTime.ts'
import { isOpenable } from './isOpenable.ts'
import { LateWords } from './LateWords.ts'
import { readAgain } from './readAgain.ts'
import { prepareSeal, sealCopiesOnce, unsealCopies } from './sealedCopies.ts'
import { sealedWriter } from './sealedWriter.ts'
import { setUnplacedAside } from './setUnplacedAside.ts'
import { showing } from './showing.ts'
import { unsentMark } from './unsentMark.ts'
import { emptiedIn, type Found, updateRows } from './updateRows.ts'
import { watchedStorage } from './watchedStorage.ts'

type Pending = { readonly update: Uint8Array; readonly number: number }

/** Stands for all that was made before, of which only the whole state says that it is stored. */
const everything = (number: number): Pending => ({ update: new Uint8Array(), number })

class StoredCopy implements DocCopy {
  readonly loaded: Promise<boolean>
  readonly #parts: CopyParts
  readonly #name: string
  readonly #mark: ReturnType<typeof unsentMark>
  readonly #sealed: ReturnType<typeof sealedWriter>
  #rows: ReturnType<typeof watchedStorage> | null = null
  #sealing: Promise<void> | null = null
  readonly #epoch: CopyEpoch
  #pending: Pending[] = []
  /** The number of the newest content of the server's, and of the newest that was looked for. */
  #lastHeard = 0
  #lookedForHeard = 0
  #aborts = 0
  #isChecking = false
  /** Something is known to be missing in the storage; only the whole state makes that good. */
  #hasHole = false
  #isLoaded = false
  /** Since it was opened it has stored something; and what had been made when it was opened again. */
  #isProven = false
  #openedAt = -1
  /** How often it had been emptied when it was opened. */
  #emptied: number | null = null
  /** The browser has closed it, and it has not been opened again. */
  #isLost = false
  /** Another tab has begun it anew, and whether the server would have what stands here is not known. */
  #isLeft = false
  readonly #late: LateWords
  /** Counts openings: an earlier one that is still underway has been overtaken. */
  #openings = 0
  #isDisposed = false

  constructor(parts: CopyParts) {
    const { userId, docName, doc } = parts
    this.#parts = parts
    this.#name = `${copiesOf(userId)}${docName}`
    this.#mark = unsentMark(doc, () => this.#persistence)
    this.#epoch = new CopyEpoch(() => this.#persistence, doc)
    this.#late = new LateWords(parts.onTooLate)
    this.#sealed = sealedWriter({ userId, name: this.#name }, doc, {
      ...parts,
      epoch: () => this.#epoch.value,
      mark: this.#mark.value,
      // It writes the whole document, and the server says nothing while there is no session.
      onStored: (made) => parts.onStored(made, this.#lastHeard),
    })
    this.loaded = this.#open()
    window.addEventListener('focus', this.lookAgain)
  }

  get #persistence(): IndexeddbPersistence | null {
    return this.#rows?.storage ?? null
  }

  readonly isOrigin = (origin: unknown): boolean =>
    this.#persistence !== null && origin === this.#persistence

  readonly made = (update: Uint8Array, number: number): void => {
    this.#mark.set(true)
    if (this.#sealed.isOn) {
      this.#sealed.made(number)
      return
    }
    this.#pending.push({ update, number })
    this.#checkSoon()
    this.#openAgain()
  }

  readonly heard = (number: number): void => {
    this.#lastHeard = number
    // Where there is no room the whole would be tried with each letter of others; one's own next one does.
    if (!this.#hasHole) this.#checkSoon()
  }

  readonly lookAgain = async (): Promise<void> => {
    this.#openAgain()
    const persistence = this.#persistence
    const { db } = persistence ?? {}
    if (!persistence || !db || !this.#isLoaded || this.#isDisposed) return
    const isOurs = await updateRows(db, this.#emptied).areOurs()
    if (this.#persistence !== persistence) return
    if (!isOurs) this.#leaveToOther()
    const isRead = isOurs && (await this.#epoch.isUndisputed())
    if (!isRead || this.#persistence !== persistence) return
    await readAgain(persistence, this.#parts.doc)
    // As long as others show it they know of their words themselves.
    if (await showing.isShownElsewhere(this.#name)) return
    if (this.#persistence === persistence && (await this.#mark.opened()))
      await this.#findTooLate(persistence, db)
  }

  async #findTooLate(persistence: IndexeddbPersistence, db: IDBDatabase): Promise<void> {
    // What these marks stand for has to be here before they are taken away.
    await readAgain(persistence, this.#parts.doc)
    const rows = await updateRows(db, this.#emptied).all()
    if (this.#persistence !== persistence) return
    this.#late.look(rows, this.#mark.unsentOfOthers())
    // Read and handed in earlier: no acknowledgement comes that would take the marks away.
    if (this.#parts.ledger.state === 'saved') this.#mark.set(false)
  }

  readonly lookForLeft = async (): Promise<void> => {
    if (!(await showing.isShownElsewhere(this.#name))) await this.lookAgain()
  }

  readonly allSaved = (): void => {
    this.#mark.set(false)
    if (!this.#isLeft) return
    // In the past of today and accepted whole: it may lie beside what the other tab keeps.
    this.#isLeft = false
    this.#isLost = true
    this.#openAgain()
  }

  readonly unsent = (): ReadonlyMap<number, number> => this.#mark.unsent()

  readonly setUnplacedAside = (): (() => void) => setUnplacedAside(this.#parts.doc)

  readonly epoch = (): Promise<string> => this.#epoch.read()

  readonly setEpoch = (epoch: string): Promise<void> => this.#epoch.set(epoch)

  readonly signedIn = (): void => {
    this.#readyLock()
    this.#openAgain()
    void this.reopen()
  }

  readonly seal = (): Promise<void> => {
    this.#sealing ??= this.#seal().finally(() => {
      this.#sealing = null
    })
    return this.#sealing
  }

  readonly reopen = async (): Promise<void> => {
    await this.#sealing
    if (!this.#sealed.isOn) return
    const last = this.#sealed.stop()
    this.#isLost = false
    // What was sealed is in the document too; only its whole state says that all is here again.
    this.#hasHole = true
    if (last > 0) this.#pending = [everything(last)]
    await this.#open()
  }

  readonly forget = async (): Promise<void> => {
    this.#end()
    const db = this.#persistence?.db
    if (db) await updateRows(db, this.#emptied).clear()
    void this.#rows?.destroy()
  }

  #end(): void {
    this.#isDisposed = true
    window.removeEventListener('focus', this.lookAgain)
  }

  readonly dispose = (): void => {
    this.#end()
    void this.#rows?.destroy()
  }

  #readyLock(): void {
    void prepareSeal(this.#parts.userId, this.#parts.askKey).catch(() => undefined)
  }

  async #open(): Promise<boolean> {
    const { userId, doc, askKey } = this.#parts
    this.#openings += 1
    const opening = this.#openings
    await unsealCopies(userId, askKey)
    const isThere = await inTime(isOpenable(this.#name), false)
    if (this.#isDisposed || this.#openings !== opening) return false
    if (!isThere) {
      this.#parts.onNotStored()
      return false
    }
    const rows = watchedStorage(this.#name, doc, {
      onAborted: () => {
        if (this.#rows !== rows) return
        // What y-indexeddb wrote and the browser took back is missed by nobody else.
        this.#aborts += 1
        this.#hasHole = true
      },
      onClosed: ({ isDeleted }) => {
        if (this.#rows === rows && !this.#isDisposed) this.#lose(isDeleted)
      },
      // What others' marks stand for is looked for in the rows, when those others are gone.
      mayTrim: async () => !(await this.#mark.areOthers()),
    })
    this.#rows = rows
    this.#mark.begin()
    const isRead = await inTime<boolean | null>(rows.isRead, null)
    if (this.#rows !== rows) return false
    if (isRead === null) this.#giveUp()
    if (!isRead) return false
    this.#emptied = rows.storage.db ? await emptiedIn(rows.storage.db) : null
    if (this.#rows !== rows) return false
    this.#isLoaded = true
    // What others of these marks stand for has to be here before they are taken away.
    if (await this.#mark.opened()) await this.lookAgain()
    else if (opening === 1) this.#parts.ledger.readBackIsHeld()
    // Signed in again, or opened anew: the storage may be a new one.
    if (this.#epoch.value !== '') void this.setEpoch(this.#epoch.value)
    this.#check()
    return true
  }

  /** Nothing is kept in it any more, whatever was underway. */
  #leave(): Promise<void> | undefined {
    const rows = this.#rows
    this.#openings += 1
    this.#rows = null
    this.#isLoaded = false
    this.#isChecking = false
    this.#pending = []
    return rows?.destroy()
  }

  /** It does not answer, and is not asked again: what lies in it may be of another past by then. */
  #giveUp(): void {
    void this.#leave()
    this.#parts.onNotStored()
  }

  /** Another tab has begun it anew, perhaps in another past: of this document nothing is kept in it. */
  #leaveToOther(): void {
    void this.#leave()
    this.#isLeft = true
    this.#parts.onLost()
    this.#parts.onNotStored()
  }

  /** Closed under us. What stands in the page is all there is of it, and is kept anew as a whole. */
  #lose(isDeleted: boolean): void {
    const { ledger, onLost, onNotStored } = this.#parts
    const isWorthTrying = this.#isProven || ledger.made > this.#openedAt
    void this.#leave()
    onLost()
    this.#mark.set(ledger.state !== 'saved')
    this.#isLost = true
    this.#isProven = false
    // Another tab has ended the session; should it go on, the next word of the server's says so.
    if (isDeleted) void this.seal().then(this.#openAgain)
    else if (isWorthTrying) this.#openAgain()
    // It does not stay open: the next letter tries again.
    else onNotStored()
  }

  readonly #openAgain = (): void => {
    if (!this.#isLost || this.#rows || this.#sealing || this.#sealed.isOn) return
    this.#isLost = false
    this.#hasHole = true
    this.#openedAt = this.#parts.ledger.made
    this.#pending = [everything(this.#openedAt)]
    this.#readyLock()
    void this.#open().then((isOpen) => {
      if (!isOpen) this.#isLost = true
    })
  }

  async #seal(): Promise<void> {
    if (this.#sealed.isOn || this.#isDisposed) return
    if (!(await this.#sealed.start(this.#mark.isSet))) return
    this.#isLost = false
    // What was made while the document was being sealed waited for the storage that is left now.
    const left = this.#leave()
    if (this.#mark.isSet) this.#sealed.made(this.#parts.ledger.made)
    await left
    await sealCopiesOnce(this.#parts.userId).catch(() => undefined)
  }

  /** Of an update we are told before y-indexeddb is: looked for at once it would not be there. */
  #checkSoon(): void {
    queueMicrotask(() => this.#check())
  }

  #check(): void {
    const kept = this.#rows
    const db = kept?.storage.db
    if (!db || !this.#isLoaded || this.#isChecking || this.#isDisposed) return
    if (this.#pending.length === 0 && this.#lookedForHeard === this.#lastHeard) return
    this.#isChecking = true
    const asked = this.#pending
    if (asked.length > 0) this.#mark.renew()
    const heard = this.#lastHeard
    const rows = updateRows(db, this.#emptied)
    this.#pending = []
    this.#lookedForHeard = heard
    const updates = asked.map(({ update }) => update)
    const done = (found: Found): void => {
      // Of a storage that was closed or left meanwhile.
      if (this.#rows !== kept) return
      this.#isChecking = false
      if (found === 'anothers') {
        rows.takeOut(updates)
        this.#leaveToOther()
        return
      }
      const isStored = found === 'stored'
      this.#isProven ||= isStored
      if (isStored) this.#parts.onStored(asked.at(-1)?.number ?? 0, heard)
      else this.#parts.onNotStored()
      this.#check()
    }
    const mend = (): void => {
      const aborts = this.#aborts
      rows.addWhole(this.#parts.doc, this.#epoch.value, (found) => {
        // Of what came while it was written it has nothing.
        if (this.#rows === kept) this.#hasHole = this.#aborts !== aborts || found !== 'stored'
        done(found)
      })
    }
    if (this.#hasHole) {
      mend()
      return
    }
    // Made after the writes, this transaction sees them or they are not there.
    rows.areAll(updates, (found) => {
      if (found === 'missing' || this.#hasHole) mend()
      else done(found)
    })
  }
}

/**
 * Keeps the document by y-indexeddb, which writes and does not look back: a full disk would go
 * unnoticed. So every local update is looked for after its transaction; one that is not there is
 * made good with the whole state.
 */
export const localCopy = (parts: CopyParts): DocCopy => new StoredCopy(parts)
