import type * as Y from 'yjs'
import type { FinalReason } from './closeReason.ts'
import { type OpenDoc, type OpenDocOptions, openDoc } from './openDoc.ts'
import type { OwnPiece } from './ownPieces.ts'
import { readerOf } from './readerOf.ts'
import { type SnapshotStore, snapshotStore } from './snapshotStore.ts'

/** What only this browser has of a document that the server would not go on with. */
export type LeftBehind = {
  readonly name: OpenDoc['name']
  readonly reason: FinalReason
  readonly doc: Y.Doc
  /** Exactly what the server lacks; null when nobody can tell, as of a copy of another past. */
  readonly pieces: readonly OwnPiece[] | null
}

/** Refusals after which the document is opened anew. */
type Reopening = Exclude<FinalReason, 'NotSignedIn' | 'NotFound'>

/** The document as it is shown now. */
export type KeptDoc = {
  readonly open: OpenDoc
  /** Why what was here before had to make way; null when nothing had to. */
  readonly since: Reopening | null
  /** The document's schema is newer than this page: shown for reading, not bound to the original. */
  readonly isPageOld: boolean
  /** Refused, and nothing more is tried; until somebody asks for it. */
  readonly isOver: boolean
}

export type KeepDocOptions = OpenDocOptions & {
  /**
   * Puts it where it survives the page; false when there is no room. Only then does the copy in this
   * browser go, which makes room: it is called again.
   */
  readonly onLeftBehind: (left: LeftBehind) => Promise<boolean>
}

/** Resolves with the first value that is so. */
const when = <Value>(
  { subscribe, getSnapshot }: SnapshotStore<Value>,
  isSo: (value: Value) => boolean,
): Promise<Value> =>
  new Promise((resolve) => {
    const look = (): void => {
      const value = getSnapshot()
      if (!isSo(value)) return
      stop()
      resolve(value)
    }
    const stop = subscribe(look)
    look()
  })

/** Resolves when the server's document is here (true) or the server will not give it (false). */
const isGiven = async ({ status }: OpenDoc): Promise<boolean> => {
  const { kind } = await when(status, (one) => one.kind === 'open' || one.kind === 'refused')
  return kind === 'open'
}

class Keeper {
  readonly store: SnapshotStore<KeptDoc> & { set(next: KeptDoc): void }
  readonly #options: KeepDocOptions
  /** What is open besides what is shown. */
  #next: OpenDoc | null = null
  #isDisposed = false

  constructor(options: KeepDocOptions) {
    this.#options = options
    this.store = snapshotStore<KeptDoc>({
      open: openDoc(options),
      since: null,
      isPageOld: false,
      isOver: false,
    })
    this.#watch()
  }

  readonly dispose = (): void => {
    this.#isDisposed = true
    this.#next?.dispose()
    this.store.getSnapshot().open.dispose()
  }

  #watch(): void {
    const { open } = this.store.getSnapshot()
    let last = open.status.getSnapshot().kind
    const stop = open.status.subscribe(() => {
      const status = open.status.getSnapshot()
      if (this.store.getSnapshot().open !== open) stop()
      else if (status.kind === 'refused' && last !== 'refused')
        void this.#follow(open, status.reason)
      last = status.kind
    })
  }

  async #follow(open: OpenDoc, reason: FinalReason): Promise<void> {
    await this.#refused(open, reason)
    const shown = this.store.getSnapshot()
    if (shown.open === open && !this.#isDisposed) this.store.set({ ...shown, isOver: true })
  }

  async #refused(open: OpenDoc, reason: FinalReason): Promise<void> {
    if (reason === 'OutOfDate') return this.#outOfDate(open)
    const pieces = open.unsent()
    const isEmpty = pieces?.length === 0
    // Twice, and the second time without anything of ours: it is not what we sent.
    const isHopeless = isEmpty && this.store.getSnapshot().since === reason
    if (isHopeless || reason === 'NotSignedIn') return
    if (reason === 'NotFound') {
      // The copy stays: who may not know of a document today may be invited again tomorrow.
      await this.#leaveBehind(open, reason, pieces ?? open.marked())
      return
    }
    await this.#openAnew(open, reason, () => this.#leaveBehind(open, reason, open.unsent()))
  }

  /** Either the document has another past than our copy, or it is newer than this page. */
  async #outOfDate(open: OpenDoc): Promise<void> {
    const { onLost, ...options } = this.#options
    // What it is storing still is not lost; a storage that is silent it gives up by itself.
    await when(open.save, (save) => save !== 'saving')
    if (this.#isDisposed) return
    const reader = openDoc({ ...options, offline: false, access: 'read' })
    if (!(await this.#given(reader))) return reader.dispose()
    const isOtherPast = open.epoch() !== '' && open.epoch() !== reader.epoch()
    if (!isOtherPast) {
      // What is in the copy the next page sends; what this browser did not store would go with this one.
      if (!open.isKept()) await this.#leaveBehind(open, 'OutOfDate', open.unsent() ?? open.marked())
      if (this.#isDisposed) return reader.dispose()
      return this.#show(readerOf(reader), { since: 'OutOfDate', isPageOld: true })
    }
    reader.dispose()
    await this.#openAnew(open, 'OutOfDate', () => this.#leaveBehind(open, 'OutOfDate', null))
  }

  async #leaveBehind(
    { name, doc }: OpenDoc,
    reason: FinalReason,
    pieces: LeftBehind['pieces'],
  ): Promise<boolean> {
    if (pieces?.length === 0) return true
    return this.#options.onLeftBehind({ name, reason, doc, pieces })
  }

  /** The server's document takes the place of ours as soon as it is here; until then ours stays in sight. */
  async #openAnew(
    before: OpenDoc,
    reason: Reopening,
    leaveBehind: () => Promise<boolean>,
  ): Promise<void> {
    // Another tab's words go with the copy, and that tab may be closed.
    await before.lookAgain()
    const isSafe = await leaveBehind()
    // A page that is being left keeps its copy; the next one will be told the same. So does one in which
    // nobody would see what there is no room for elsewhere.
    if (this.#isDisposed || (!isSafe && this.#options.isUnseen)) return
    await before.forgetCopy()
    if (!isSafe) await leaveBehind()
    if (this.#isDisposed) return
    const next = openDoc(this.#options)
    if (await this.#given(next)) return this.#show(next, { since: reason, isPageOld: false })
    const status = next.status.getSnapshot()
    next.dispose()
    const isPageOld = status.kind === 'refused' && status.reason === 'OutOfDate'
    if (isPageOld && reason !== 'OutOfDate') await this.#outOfDate(before)
  }

  async #given(next: OpenDoc): Promise<boolean> {
    this.#next = next
    const isHere = await isGiven(next)
    this.#next = null
    return isHere && !this.#isDisposed
  }

  #show(open: OpenDoc, how: Pick<KeptDoc, 'since' | 'isPageOld'>): void {
    const before = this.store.getSnapshot().open
    this.store.set({ open, ...how, isOver: false })
    before.dispose()
    this.#watch()
  }
}

/**
 * Opens a document and stays with it through what would otherwise end it: what the server did not
 * accept is handed over, the server's document is opened anew and shown in its place. Connects at
 * once; whoever opened it disposes of it.
 */
export const keepDoc = (
  options: KeepDocOptions,
): { readonly store: SnapshotStore<KeptDoc>; dispose(): void } => new Keeper(options)
