import type * as Y from 'yjs'
import type { DocName } from '#shared/sync/docName.ts'
import type { Log } from '../log.ts'
import { MalformedBytes } from './ByteReader.ts'
import type { DocPeer } from './DocPeer.ts'
import { FormatMarks } from './FormatMarks.ts'
import { LeftAlone } from './GivenUp.ts'
import type { LoadedRoom } from './LoadedRoom.ts'
import { type ClientMessage, epochMessage, readMessage, syncStep1Message } from './message.ts'
import type { Presence } from './Presence.ts'
import { type DocOwner, xmlRootsOf } from './ports.ts'
import type { RoomDocument } from './RoomDocument.ts'
import type { LogEntry, RoomLog } from './RoomLog.ts'
import { isRestoredEpoch } from './restoredEpoch.ts'
import type { Workshop } from './Workshop.ts'

/** More than this accepted and not written: the disk is behind, and the writer has to wait. */
const MAX_UNWRITTEN_BYTES = 8 * 1024 * 1024

/** So long at most somebody is kept who cannot be judged yet. */
const MAX_KEPT_MS = 60_000

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms).unref())

type UpdateMessage = Extract<ClientMessage, { type: 'update' }>
type Received = ReturnType<RoomDocument['receive']>
type Taken = Extract<Received, { kind: 'known' | 'accept' }>

const known = { kind: 'known' } as const
const outOfDate = { kind: 'close', reason: 'OutOfDate', mayFollow: true } as const

type Parts = {
  readonly name: DocName
  readonly id: string
  readonly owner: DocOwner
  readonly log: Pick<Log, 'warn' | 'error'>
  readonly presence: Presence
  readonly workshop: Pick<Workshop, 'fold'>
  /** A peer whose mail was held has some again. */
  readonly onReleased: (peer: DocPeer) => void
}

/**
 * A stock client does not say which past its copy belongs to. To a restored document it may bring
 * only what goes on with words of its own that came since: all else could be what was to be gone.
 */
const isOfUnknownPast = (peer: DocPeer, document: RoomDocument): boolean =>
  peer.says.epoch === null && isRestoredEpoch(document.meta.epoch)

/** What is said on a document socket and what it leads to: y-websocket's protocol and our gate. */
export class RoomProtocol {
  readonly #parts: Parts
  /** Made when a reader first brings deletions of its own; most documents have none that do. */
  #marks: FormatMarks | null = null
  /** What is to follow when the update that is judged is written. */
  #follow: (() => void) | null = null
  /** Who has a question that waits for what is not written yet: one each, for each costs an answer. */
  readonly #asking = new Set<DocPeer>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** The first thing a peer hears, once the document is loaded. */
  greet(peer: DocPeer, loaded: LoadedRoom): void {
    if (!peer.isClosed) this.#forOne(peer, () => this.#greet(peer, loaded))
  }

  /** One WebSocket message of a peer. */
  handle(peer: DocPeer, bytes: Uint8Array, loaded: LoadedRoom): void {
    this.#forOne(peer, () => {
      try {
        this.#handle(loaded, peer, bytes)
      } catch (thrown) {
        if (!(thrown instanceof MalformedBytes)) throw thrown
        peer.close('Malformed')
      }
    })
  }

  /** A defect of ours ends the one connection that met it. */
  #forOne(peer: DocPeer, act: () => void): void {
    try {
      act()
    } catch (err) {
      this.#parts.log.error({ doc: this.#parts.name, err }, 'document message failed')
      peer.close('CannotSave')
    }
  }

  #greet(peer: DocPeer, { document, log }: LoadedRoom): void {
    const { epoch, schemaVersion } = peer.says
    const wanted = Math.max(this.#parts.owner.schemaVersion ?? 0, document.meta.schemaVersion)
    const isOtherPast = epoch !== null && epoch !== '' && epoch !== document.meta.epoch
    const isOldSchema = schemaVersion !== null && schemaVersion < wanted && peer.canWrite
    if (isOtherPast || isOldSchema) {
      peer.close('OutOfDate')
      return
    }
    peer.welcome()
    if (epoch !== null) peer.send(epochMessage(document.meta.epoch))
    this.#relies(peer, log)
    peer.send(syncStep1Message(document.stateVector()))
    for (const message of this.#parts.presence.everybodyFor(peer)) peer.send(message)
  }

  /**
   * What it hears counts what is on its way to the disk: should that be lost, its connection is as
   * well. Whoever writes loses it anyway.
   */
  #relies(peer: DocPeer, log: RoomLog): void {
    if (!peer.canWrite) log.relies(peer)
  }

  #handle(loaded: LoadedRoom, peer: DocPeer, bytes: Uint8Array): void {
    const message = readMessage(bytes)
    // Of somebody who has left only the words count.
    if (peer.isAway && message.type !== 'update') return
    switch (message.type) {
      case 'sync-step-1':
        this.#question(loaded, peer, message.stateVector, bytes)
        return
      case 'update':
        this.#update(loaded, peer, message, bytes)
        return
      case 'awareness':
        this.#parts.presence.receive(peer, message.update, (id) => loaded.document.ownerOf(id))
        return
      case 'query-awareness':
        // A byte asks for a kilobyte of everybody.
        peer.endTurn()
        for (const told of this.#parts.presence.everybodyFor(peer)) peer.send(told)
    }
  }

  /** The owner does what follows from what it was asked about. */
  written(entries: readonly LogEntry[]): void {
    for (const { follow } of entries) if (follow) this.#ofOwner(follow)
  }

  #ofOwner<Answer>(call: () => Answer): Answer | null {
    try {
      return call()
    } catch (err) {
      this.#parts.log.error({ doc: this.#parts.name, err }, 'onAccepted failed')
      return null
    }
  }

  /**
   * With everything that was accepted so far, so that a first sight lacks nothing somebody typed. Who
   * asks again before that is written is not heard until then.
   */
  #question(loaded: LoadedRoom, peer: DocPeer, vector: Uint8Array, bytes: Uint8Array): void {
    const { document, log } = loaded
    if (this.#asking.has(peer)) {
      peer.hold(bytes, log)
      return
    }
    this.#asking.add(peer)
    log.whenWritten(() => {
      this.#asking.delete(peer)
      this.#answer(document, peer, vector)
      if (peer.release(log)) this.#parts.onReleased(peer)
    })
  }

  #answer(document: RoomDocument, peer: DocPeer, stateVector: Uint8Array): void {
    if (peer.isAway) return
    // An answer may take as long as all else that a turn hears of it.
    peer.endTurn()
    this.#forOne(peer, () => {
      const answer = document.answerTo(stateVector)
      // From here on it hears of every update, and none came between the answer and this.
      peer.hasDocument = true
      peer.sendDocument(answer)
    })
  }

  #update(loaded: LoadedRoom, peer: DocPeer, message: UpdateMessage, bytes: Uint8Array): void {
    const { document } = loaded
    if (peer.resync.isAwaited && !message.isSyncStep2) {
      this.#drop(peer, message.update)
      return
    }
    const verdict = this.#judge(document, peer, message)
    if (verdict.kind === 'gap') this.#gap(document, peer, message)
    else if (verdict.kind !== 'close') this.#take(loaded, peer, message, verdict)
    else {
      const mayFollow = message.isSyncStep2 && verdict.mayFollow && peer.holdOnce(bytes, document)
      if (mayFollow) void this.#learn(document, peer)
      else peer.close(verdict.reason)
    }
  }

  #take(loaded: LoadedRoom, peer: DocPeer, message: UpdateMessage, verdict: Taken): void {
    const { document, log } = loaded
    peer.resync.count()
    if (verdict.kind === 'accept') {
      peer.newIds += verdict.claims.length
      log.add({ ...verdict, authorId: peer.userId, from: peer, follow: this.#follow })
    } else this.#relies(peer, log)
    // An acknowledgement counts the dropped ones too, so it would be a lie.
    if (message.isSyncStep2 && !peer.resync.answered(document)) {
      peer.close('Malformed')
      return
    }
    if (peer.wantsAcks) log.acknowledge(peer, peer.resync.received)
    if (log.unwrittenBytes > MAX_UNWRITTEN_BYTES) peer.close('CannotSave')
  }

  #judge(document: RoomDocument, peer: DocPeer, message: UpdateMessage): Received {
    const verdict = this.#verdict(document, peer, message)
    const mayTidy = verdict.kind === 'close' && verdict.mayFollow && !peer.canWrite
    return mayTidy && this.#onlyTidies(document, message.update) ? known : verdict
  }

  /**
   * A stock copy has tidied; kept and passed on, it would
   * take marks from others that mean something to them.
   */
  #onlyTidies(document: RoomDocument, update: Uint8Array): boolean {
    if (!this.#marks?.isOf(document)) this.#marks = new FormatMarks(document)
    return this.#marks.explain(update)
  }

  #verdict(document: RoomDocument, peer: DocPeer, { update, isSyncStep2 }: UpdateMessage) {
    // Of the update before: not every one is asked about.
    this.#follow = null
    const isStranger = isSyncStep2 && isOfUnknownPast(peer, document)
    if (isStranger && !document.goesOnWith(update, peer.userId)) return outOfDate
    return document.receive(update, peer, {
      presentAs: (clientId) => this.#parts.presence.userOf(clientId),
      ask: (events, doc) => this.#ask(peer, events, doc),
      askAhead: (edit) => this.#parts.owner.guardAhead?.(edit, peer.connection) ?? false,
    })
  }

  /**
   * Every copy deletes what was written into a deleted paragraph, and what lost where two set one
   * attribute. Nobody says so, and the document only knows when it is put together.
   */
  async #learn(document: RoomDocument, peer: DocPeer): Promise<void> {
    const { workshop, owner, name, log, onReleased } = this.#parts
    try {
      await document.learnWhatFollows((updates) => workshop.fold(name, updates, xmlRootsOf(owner)))
    } catch (err) {
      // Sent away it would be back at once, and have the whole document sent again.
      if (err instanceof LeftAlone) await pause(Math.min(err.leftMs, MAX_KEPT_MS))
      else log.warn({ doc: name, err }, 'what follows from deletions could not be learnt')
      // Nobody can say of what it sent whether it may: that is no reason to go for good.
      peer.close('CannotSave')
    }
    if (peer.release(document)) onReleased(peer)
  }

  /**
   * A client that types before it has answered our state vector sends what builds on the answer.
   * The answer covers it, so everything until then is dropped; nothing of it may wait here.
   */
  #gap(document: RoomDocument, peer: DocPeer, { update, isSyncStep2 }: UpdateMessage): void {
    if (isSyncStep2) {
      peer.close('Malformed')
      return
    }
    this.#drop(peer, update)
    if (peer.resync.hasAnswered) peer.send(syncStep1Message(document.stateVector()))
  }

  #drop(peer: DocPeer, update: Uint8Array): void {
    if (!peer.resync.drop(update)) peer.close('CannotSave')
  }

  #ask(peer: DocPeer, events: readonly Y.YEvent<Y.AbstractType<unknown>>[], doc: Y.Doc): boolean {
    const { owner, id } = this.#parts
    const { grant, actor } = peer.connection
    if (!owner.guard?.({ events, doc, grant, actor })) return false
    this.#follow = this.#ofOwner(() => owner.onAccepted?.(id, events, peer.connection) ?? null)
    return true
  }
}
