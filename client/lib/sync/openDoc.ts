import * as decoding from 'lib0/decoding'
import type { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import type * as Y from 'yjs'
import type { DocName } from '#shared/sync/docName.ts'
import { isFinal } from '#shared/sync/isFinal.ts'
import { EPOCH_PARAM, messageTypes } from '#shared/sync/messages.ts'
import { askStorageKey } from './askStorageKey.ts'
import { type FinalReason, isPassing, knownReason, type PassingReason } from './closeReason.ts'
import { copiesOf } from './copyNames.ts'
import type { DocCopy } from './DocCopy.ts'
import type { DocStatus } from './DocStatus.ts'
import { docsUrl, urlParams } from './docsUrl.ts'
import { forgetOthers } from './forgetOthers.ts'
import { HeldByServer } from './HeldByServer.ts'
import type { LostWords } from './LostWords.ts'
import { lateWatch } from './lateWatch.ts'
import { localCopy } from './localCopy.ts'
import { otherTabs } from './otherTabs.ts'
import { type OwnPiece, unsentPieces, wordsLostIn } from './ownPieces.ts'
import { SaveLedger, type SaveState } from './SaveLedger.ts'
import { type SnapshotStore, snapshotStore } from './snapshotStore.ts'
import { steadyDoc } from './steadyDoc.ts'
import { watchedSocket } from './watchedSocket.ts'
import { watchLine } from './watchLine.ts'

/** One open document. Whoever opened it disposes of it. */
export type OpenDoc = {
  readonly name: DocName
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly status: SnapshotStore<DocStatus>
  /** The same in every status, also while connecting and when refused. */
  readonly save: SnapshotStore<SaveState>
  /** What stands here and the server lacks; null while it has never said what it has. */
  unsent(): readonly OwnPiece[] | null
  /**
   * What was written in this browser and the server may lack, as the copy's marks say. Also where it
   * has never said what it has.
   */
  marked(): readonly OwnPiece[]
  /** Whether all that was typed here is on the server or in this browser's storage. */
  isKept(): boolean
  /** Which past of the document this is; empty as long as nobody has said. */
  epoch(): string
  /** After a refusal that may have passed: connects again with everything that is here. */
  retry(): void
  /** What other tabs have stored of it meanwhile comes into the document. */
  lookAgain(): Promise<void>
  /** Empties the copy in this browser and keeps no more of it; what is on the screen stays. */
  forgetCopy(): Promise<void>
  dispose(): void
}

export type OpenDocOptions = {
  readonly name: DocName
  /** Keep a copy in this browser, so that it can be read and edited without a connection. */
  readonly offline?: boolean
  /** Whose copy that is: several people may use one browser, and none may send another's edits. */
  readonly userId?: string
  readonly deviceId?: string
  /** Version of the content's schema this build knows. */
  readonly schemaVersion?: number
  /** Asks for reading only, which readers of an older schema may. */
  readonly access?: 'read'
  /** Nobody is at it: others are not told that somebody is here. */
  readonly isUnseen?: boolean
  /**
   * Called while others' changes delete something, with what of it the server did not have. Answers
   * with the pieces that have found another place; the others are lost.
   */
  readonly onTaken?: (lost: LostWords) => ReadonlySet<Y.Item>
  /** Called while others' changes delete what was typed here and is not saved anywhere else. */
  readonly onLost?: (lost: LostWords) => void
  /** For tests: `ws://host/ws/docs` and the socket class to use. */
  readonly url?: string
  readonly WebSocketClass?: typeof WebSocket
}

/** Everything that belongs to one open document, and the only place that knows y-websocket. */
class Opening implements OpenDoc {
  readonly name: DocName
  readonly doc = steadyDoc()
  readonly awareness: Awareness
  readonly status = snapshotStore<DocStatus>({ kind: 'connecting' })
  readonly save: SnapshotStore<SaveState> & { set(next: SaveState): void }

  readonly #ledger: SaveLedger
  readonly #copy: DocCopy | null
  readonly #tabs: ReturnType<typeof otherTabs> | null
  readonly #provider: WebsocketProvider
  readonly #held = new HeldByServer()
  readonly #onLost: (lost: LostWords) => void
  readonly #onTaken: OpenDocOptions['onTaken']
  readonly #stopWatching: () => void
  readonly #serverWatch = lateWatch(() => this.#ledgered(() => this.#ledger.late()))
  readonly #storageWatch = lateWatch(() => this.#notStored())
  #link: 'connecting' | 'open' | 'offline' = 'connecting'
  #cause: PassingReason | null = null
  #sinceMs = 0
  #refusal: FinalReason | null = null
  #isDisposed = false

  constructor(options: OpenDocOptions) {
    const { name, offline = false, userId = '' } = options
    this.name = name
    this.#onLost = options.onLost ?? (() => {})
    this.#onTaken = options.onTaken
    this.#ledger = new SaveLedger({ isLoading: offline })
    this.save = snapshotStore(this.#ledger.state)
    // Before the provider's own handler: an update is counted, then sent.
    this.doc.on('update', this.#onUpdate)
    this.#copy = offline
      ? localCopy({
          ...{ userId, docName: name, doc: this.doc },
          askKey: askStorageKey,
          ledger: this.#ledger,
          onStored: (...upTo) => this.#ledgered(() => this.#ledger.storedUpTo(...upTo)),
          onNotStored: this.#notStored,
          onTooLate: this.#onLost,
          onLost: () => this.#ledgered(() => this.#ledger.lostStorage()),
        })
      : null
    this.#tabs = offline ? otherTabs(`${copiesOf(userId)}${name}`, this.#lookForOthers) : null
    this.#provider = this.#createProvider(options)
    this.awareness = this.#provider.awareness
    if (options.isUnseen) this.awareness.setLocalState(null)
    // After it, so that what went out at once is never shown as unsaved.
    this.doc.on('update', this.#tell)
    this.doc.on('afterTransaction', this.#afterTransaction)
    this.#listen()
    this.#stopWatching = watchLine(this.#provider, () => this.#ledger.awaited)
    void this.#start()
  }

  readonly unsent = (): readonly OwnPiece[] | null =>
    this.#held.isKnown ? unsentPieces(this.doc, this.#held) : null

  readonly marked = (): readonly OwnPiece[] => {
    const unsent = this.#copy?.unsent()
    return unsentPieces(this.doc, {
      from: (client) => unsent?.get(client) ?? Number.POSITIVE_INFINITY,
    })
  }

  readonly isKept = (): boolean => this.#ledger.isKept

  readonly epoch = (): string => this.#provider.params[EPOCH_PARAM] ?? ''

  readonly retry = (): void => {
    if (this.#isDisposed || this.#refusal === null) return
    this.#refusal = null
    // Nobody is told that the line is away before that is known.
    this.#setLink('connecting')
    void this.#copy?.reopen()
    this.#provider.connect()
  }

  readonly lookAgain = async (): Promise<void> => this.#copy?.lookAgain()

  readonly forgetCopy = async (): Promise<void> => this.#copy?.forget()

  readonly dispose = (): void => {
    if (this.#isDisposed) return
    this.#isDisposed = true
    this.#stopWatching()
    for (const watch of [this.#serverWatch, this.#storageWatch]) watch.stop()
    this.#provider.destroy()
    this.#copy?.dispose()
    this.#tabs?.end()
    this.doc.destroy()
  }

  #createProvider(options: OpenDocOptions): WebsocketProvider {
    const Base = options.WebSocketClass ?? WebSocket
    const provider: WebsocketProvider = new WebsocketProvider(
      options.url ?? docsUrl(),
      options.name,
      this.doc,
      {
        connect: false,
        params: urlParams(options),
        // Tabs of different rights would exchange edits past the server.
        disableBc: true,
        shouldReconnect: (event) => !isFinal(event.code),
        WebSocketPolyfill: watchedSocket(Base, {
          onUpdate: (message) => this.#ledgered(() => this.#ledger.sent(message)),
          isOwn: (ids) => ids.includes(provider.awareness.clientID),
        }),
      },
    )
    const sync = provider.messageHandlers[messageTypes.sync]
    provider.messageHandlers[messageTypes.sync] = (encoder, decoder, ...rest) => {
      const ahead = decoding.clone(decoder)
      if (decoding.readVarUint(ahead) === 0) this.#held.heard(decoding.readVarUint8Array(ahead))
      sync?.(encoder, decoder, ...rest)
    }
    provider.messageHandlers[messageTypes.ack] = (_encoder, decoder) => {
      this.#ledger.acknowledgedCount(decoding.readVarUint(decoder))
      if (this.#ledger.state === 'saved') {
        this.#held.allOf(this.doc)
        this.#copy?.allSaved()
      }
      this.#tell()
    }
    provider.messageHandlers[messageTypes.epoch] = (_encoder, decoder) => {
      const epoch = decoding.readVarString(decoder)
      provider.params = { ...provider.params, [EPOCH_PARAM]: epoch }
      void this.#copy?.setEpoch(epoch)
    }
    return provider
  }

  #listen(): void {
    const provider = this.#provider
    provider.on('status', ({ status }) => {
      if (status === 'connecting') void this.#copy?.lookForLeft()
      if (status === 'connected') this.#onConnected()
      if (status === 'disconnected') forgetOthers(this.awareness)
    })
    provider.on('sync', (isSynced) => {
      if (!isSynced) return
      this.#setLink('open')
      this.#copy?.signedIn()
      void this.#copy?.lookAgain()
    })
    provider.on('connection-close', (event) => {
      this.#ledger.disconnected()
      const reason = event === null ? null : knownReason(event.code)
      if (reason === 'CannotSave') this.#ledger.refusedToStore()
      if (isPassing(reason)) this.#cause = reason
      else if (!this.#isLasting) this.#cause = null
      if (this.#link !== 'offline') this.#sinceMs = Date.now()
      this.#setLink('offline')
    })
    provider.on('closed', ({ code }) => {
      // A final code of a newer server: stop, and let a reload bring the words for it.
      const reason = knownReason(code)
      this.#refusal = reason === null || isPassing(reason) ? 'Refused' : reason
      // The page goes on; whoever comes to this computer next finds nothing to read beside it.
      if (reason === 'NotSignedIn') void this.#copy?.seal()
      this.#tell()
    })
  }

  /** The stored copy first: then the server is told only what it lacks, in one message. */
  async #start(): Promise<void> {
    const copy = this.#copy
    if (copy && (await copy.loaded)) {
      const epoch = await copy.epoch()
      this.#provider.params = { ...this.#provider.params, [EPOCH_PARAM]: epoch }
      this.#provider.once('sync', copy.setUnplacedAside())
    }
    this.#ledger.loaded()
    this.#tell()
    if (!this.#isDisposed) this.#provider.connect()
  }

  readonly #onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this.#provider) {
      this.#copy?.heard(this.#ledger.heard())
      return
    }
    if (this.#copy?.isOrigin(origin) && this.#ledger.isAllStored) {
      this.#ledger.readBack()
      return
    }
    this.#ledger.localUpdate()
    this.#copy?.made(update, this.#ledger.made)
  }

  readonly #afterTransaction = (transaction: Y.Transaction): void => {
    const isServers = transaction.origin === this.#provider
    // Another tab may have heard of it first: then it comes out of the storage.
    if (!isServers && !(this.#held.isKnown && this.#copy?.isOrigin(transaction.origin))) return
    const taken = wordsLostIn(transaction, this.#held.seenIn(this.doc))
    if (isServers) this.#held.broughtBy(transaction)
    const hasDeleted = transaction.deleteSet.clients.size > 0
    const placed = hasDeleted ? this.#onTaken?.({ words: taken, transaction }) : undefined
    const words = taken.filter(({ item }) => !placed?.has(item))
    if (words.length > 0) this.#onLost({ words, transaction })
  }

  #onConnected(): void {
    this.#ledger.connected()
    // A state with the clock others know already would be ignored until the next renewal.
    const own = this.awareness.getLocalState()
    if (own !== null) this.awareness.setLocalState(own)
    this.#tell()
  }

  /** While attempts fail one after the other, what the server said at the first remains the cause. */
  get #isLasting(): boolean {
    if (this.#link !== 'offline') return false
    return this.#cause === 'CannotSave' || this.#cause === 'ShuttingDown'
  }

  #setLink(link: 'connecting' | 'open' | 'offline'): void {
    this.#link = link
    this.#tell()
  }

  #statusNow(save: SaveState): DocStatus {
    if (this.#refusal) return { kind: 'refused', reason: this.#refusal }
    if (this.#link === 'connecting') return { kind: 'connecting' }
    if (this.#link === 'offline')
      return { kind: 'offline', save, cause: this.#cause, sinceMs: this.#sinceMs }
    const { isInTrouble, isLate } = this.#ledger
    return { kind: 'open', save, trouble: isInTrouble ? 'CannotSave' : isLate ? 'Silent' : null }
  }

  /** Another tab has stored what it cannot send. */
  readonly #lookForOthers = (): void => {
    if (this.#link === 'open') void this.lookAgain()
  }

  readonly #tellWaiting = (): void => {
    if (!this.#isDisposed && this.#refusal === null) this.#tabs?.tellWaiting()
  }

  readonly #notStored = (): void => this.#ledgered(() => this.#ledger.notStored())

  #ledgered(note: () => void): void {
    note()
    this.#tell()
  }

  readonly #tell = (): void => {
    if (this.#isDisposed) return
    const save = this.#ledger.state
    this.#serverWatch.look(this.#ledger.awaited)
    this.#storageWatch.look(this.#ledger.storing)
    // In a turn of its own: a line may have ended because what is here was refused.
    if (save === 'local' && this.save.getSnapshot() !== save) queueMicrotask(this.#tellWaiting)
    this.save.set(save)
    const next = this.#statusNow(save)
    if (JSON.stringify(next) !== JSON.stringify(this.status.getSnapshot())) this.status.set(next)
  }
}

/** Opens a document: one Y.Doc, one socket, one owner. Connects at once and keeps trying. */
export const openDoc = (options: OpenDocOptions): OpenDoc => new Opening(options)
