import type * as Y from 'yjs'
import type { CloseReason } from '#shared/sync/closeCodes.ts'
import { afterTurn } from './afterTurn.ts'
import { type Concerned, concernsConnection } from './Concerned.ts'
import type { CopiedEdit } from './CopiedEdit.ts'
import type { DocPeer } from './DocPeer.ts'
import { FencedOff } from './DocStore.ts'
import { Folding } from './Folding.ts'
import { firstBeat, judgeAgain } from './judgeAgain.ts'
import { Life } from './Life.ts'
import type { LoadedRoom } from './LoadedRoom.ts'
import { heartbeatMessage } from './message.ts'
import { Opening } from './Opening.ts'
import { openDocument } from './openDocument.ts'
import { Presence } from './Presence.ts'
import { Projection } from './Projection.ts'
import { passOn } from './passOn.ts'
import type { DocConnection } from './ports.ts'
import { presenceClock } from './presenceClock.ts'
import { projectionOf } from './projectionOf.ts'
import type { Ahead } from './ReadAhead.ts'
import { RoomDocument } from './RoomDocument.ts'
import { type LogEntry, RoomLog } from './RoomLog.ts'
import type { RoomParts } from './RoomParts.ts'
import { RoomProtocol } from './RoomProtocol.ts'
import type { TakesTurns } from './Turns.ts'

const everybody = (): boolean => true

/**
 * One document, its sockets, its writes. The laws of its life (shared/sync/SPEC.md): it answers
 * nothing before the load is done (DR1), stays joinable in the table until the last write is down
 * (DR2), and stores by appending (DR3).
 *
 * A turn: hear → gate → write → pass on; the acknowledgement follows when the write is durable.
 */
export class DocRoom implements TakesTurns {
  readonly #parts: RoomParts
  readonly #peers = new Set<DocPeer>()
  /** Those of them who have said something that was not heard yet. */
  readonly #talking = new Set<DocPeer>()
  readonly #presence: Presence
  readonly #projection: Projection
  readonly #protocol: RoomProtocol
  /** A class that arrives at once must not cost its square. */
  readonly #tellConnections = afterTurn(() => {
    const { owner, id, name, log } = this.#parts
    try {
      owner.onConnections?.(id, this.connections())
    } catch (err) {
      log.error({ doc: name, err }, 'onConnections failed')
    }
  })
  readonly #opening: Opening<LoadedRoom>
  /** What was read of the document before there was a room; null when it was used. */
  #ahead: Ahead | null
  readonly #life: Life<LoadedRoom>
  #beats = firstBeat()
  #lastEdit: Promise<void> = Promise.resolve()

  constructor(parts: RoomParts, ahead: Ahead | null = null) {
    this.#parts = parts
    this.#presence = new Presence(presenceClock(parts.fence), () => this.#peers)
    this.#projection = new Projection({
      lastSeq: () => this.#loaded().log.lastSeq,
      run: (authors) => projectionOf(parts, this.#loaded().document, authors),
      onSettled: (uptoSeq) => parts.store.followed(parts.name, uptoSeq),
      onFailed: (err) => parts.log.error({ doc: parts.name, err }, 'projection failed'),
    })
    this.#protocol = new RoomProtocol({
      ...parts,
      presence: this.#presence,
      onReleased: (peer) => this.#listenTo(peer),
    })
    this.#ahead = ahead
    this.#opening = new Opening({
      open: () => this.#open(),
      onOpened: (opened, before) => this.#begin(opened, before),
    })
    this.#life = new Life({
      name: parts.name,
      isEmpty: () => this.#peers.size === 0,
      ready: () => this.#opening.whenSure(),
      settle: () => this.#settle(),
      isSettled: () => this.#isSettled,
      onEnd: () => this.#end(),
    })
    this.#openSoon()
  }

  connections(): DocConnection[] {
    return [...this.#peers].map((peer) => peer.connection)
  }

  join(peer: DocPeer): void {
    this.#peers.add(peer)
    this.#tellConnections()
    this.#greet(peer)
  }

  #greet(peer: DocPeer): void {
    const { sure } = this.#opening
    if (sure) this.#protocol.greet(peer, sure)
    else
      this.#opening.whenSure().then(
        () => this.#greet(peer),
        () => peer.close('CannotSave'),
      )
  }

  /** The peer has ended, whoever ended it. */
  left(peer: DocPeer): void {
    if (!this.#peers.delete(peer)) return
    this.#talking.delete(peer)
    this.#presence.leave(peer)
    this.#tellConnections()
    void this.#life.settle()
  }

  receive(peer: DocPeer, message: Uint8Array): void {
    if (peer.receive(message)) this.#listenTo(peer)
  }

  #listenTo(peer: DocPeer): void {
    this.#talking.add(peer)
    if (this.#opening.sure) this.#parts.turns.due(this)
  }

  closeWhere(concerned: Concerned, reason: CloseReason): void {
    this.#close(({ connection }) => concernsConnection(concerned, connection), reason)
  }

  #close(isMeant: (peer: DocPeer) => boolean, reason: CloseReason): void {
    // A copy: whoever is closed leaves it.
    for (const peer of [...this.#peers]) if (isMeant(peer)) peer.close(reason)
  }

  /** The document is another's by now: what this room has of it is told to nobody and kept nowhere. */
  lost(): void {
    this.#projection.forbid()
    this.#opening.last?.folding.forbid()
    this.#close(everybody, 'CannotSave')
  }

  /** Breaks the silence, asks now and then who still may; every other time says again who is here. */
  beat(): void {
    this.#beats += 1
    for (const peer of this.#peers) {
      if (!peer.wasSpokenTo) peer.send(heartbeatMessage)
      peer.wasSpokenTo = false
    }
    if (this.#opening.isInDoubt && this.#peers.size > 0) this.#openSoon()
    void judgeAgain(this.#beats, this.connections(), this.#parts).then((changed) =>
      this.#close(({ connection }) => changed.has(connection), 'AccessChanged'),
    )
    if (this.#beats % 2 === 1) return
    this.#presence.renew()
    this.#opening.last?.document.rest()
  }

  transact(edit: (doc: Y.Doc) => void, authorId: string | null = null): Promise<void> {
    const editNow = async ({ document, log }: LoadedRoom): Promise<void> => {
      const accepted = document.edit(edit)
      if (accepted) log.add({ ...accepted, authorId, from: null })
      await log.stored()
    }
    // One after the other: each edits what the one before has made, in what is open by then. The room
    // stays for those who wait.
    const before = this.#lastEdit
    const edited = this.#life.hold(async () => {
      await before
      return this.#life.hold(editNow)
    })
    this.#lastEdit = edited.catch(() => {})
    return edited
  }

  /** Tells the owner what is written, unless it did: an earlier process may not have. */
  project(): Promise<void> {
    return this.#life.hold(async () => this.#projection.mayLack())
  }

  /** `use` gets the document with everything accepted before the call, durable by then. */
  read<Result>(use: (document: RoomDocument) => Result): Promise<Result> {
    return this.#life.hold(async ({ document, log }) => {
      await log.stored()
      return use(document)
    })
  }

  /** `stale`, and nothing done, when what the document has got since is in this edit's way. */
  admitEdit(edit: CopiedEdit): Promise<'done' | 'stale'> {
    return this.#life.hold(async ({ document, log }) => {
      const accepted = document.admitEdit(edit)
      if (accepted === 'stale') return 'stale'
      if (accepted) log.add({ ...accepted, authorId: edit.authorId, from: null })
      await log.stored()
      return 'done'
    })
  }

  /** Resolves when everything received so far is down or refused. */
  async flush(): Promise<void> {
    await this.#opening.settled()
    // Twice: behind a question that waited for the disk there may be mail.
    for (let round = 0; round < 2; round += 1) {
      const mail = [...this.#talking].map((peer) => peer.mailCount)
      await this.#parts.turns.heard(this, Math.max(0, ...mail))
      // Whoever sent what could not be stored has been told by the log.
      await this.#opening.last?.log.stored().catch(() => {})
    }
  }

  /** Everything down, then everybody out, then what has to follow. */
  async shutDown(): Promise<void> {
    await this.flush()
    this.#close(everybody, 'ShuttingDown')
    await this.#life.ended()
  }

  // A turn

  hear(): boolean {
    const opened = this.#opening.sure
    if (!opened) return false
    for (const peer of this.#talking) {
      for (const message of peer.takeTurn()) this.#protocol.handle(peer, message, opened)
      if (!peer.hasMail) this.#talking.delete(peer)
    }
    return this.#talking.size > 0
  }

  #written(entries: readonly LogEntry[]): void {
    const { document, folding } = this.#loaded()
    document.written(entries)
    passOn(entries, this.#peers)
    document.passedOn()
    this.#protocol.written(entries)
    if (this.#parts.owner.projection)
      this.#projection.touched(entries.map(({ authorId }) => authorId))
    folding.mayBeDue()
  }

  /**
   * Whoever wrote, or was told of what is lost, comes back and is told anew. The others stay, and are
   * not heard until it is known again what the store has.
   */
  #givenUp(why: unknown): void {
    const { name, log, doubts } = this.#parts
    const { log: before } = this.#loaded()
    const isLost = why instanceof FencedOff
    log.error({ doc: name, err: why }, 'document cannot be saved; its writers were sent away')
    this.#opening.doubt()
    doubts.note(name, before.lastSeq)
    if (isLost) {
      this.#parts.onFencedOff()
      this.lost()
      return
    }
    this.#close((peer) => peer.canWrite || before.isReliedOnBy(peer), 'CannotSave')
    if (this.#peers.size > 0) this.#openSoon()
  }

  // Opening

  /** A failure is in the log, sends away who came meanwhile, and is tried again with the next beat. */
  #openSoon(): void {
    this.#opening.whenSure().catch(() => {})
  }

  async #open(): Promise<LoadedRoom> {
    const { name, log } = this.#parts
    const ahead = this.#ahead
    this.#ahead = null
    try {
      const opened = await openDocument(this.#parts, ahead)
      const roomLog = this.#newLog(opened.lastSeq)
      const document = new RoomDocument(opened, this.#parts.owner)
      const folding = new Folding({ ...this.#parts, document, log: roomLog, notes: log })
      if (!opened.mayCompact || this.#projection.isForbidden) folding.forbid()
      return { document, log: roomLog, folding }
    } catch (err) {
      log.error({ doc: name, err }, 'document could not be opened')
      throw err
    }
  }

  #begin({ document }: LoadedRoom, before: LoadedRoom | null): void {
    this.#parts.turns.due(this)
    if (!before) return
    before.folding.forbid()
    before.document.destroy()
    if (this.#parts.owner.projection) this.#projection.mayLack()
    try {
      const missed = document.answerTo(before.document.writtenVector())
      for (const peer of this.#peers) if (peer.hasDocument) peer.sendDocument(missed)
    } catch (err) {
      this.#parts.log.error({ doc: this.#parts.name, err }, 'nobody could be told what they missed')
      // They get it by coming back.
      this.#close(everybody, 'CannotSave')
    }
  }

  #newLog(lastSeq: number): RoomLog {
    const { turns } = this.#parts
    return new RoomLog(
      {
        ...this.#parts,
        onDue: (log) => {
          turns.commits.due(log)
          turns.schedule()
        },
        onWritten: (entries) => this.#written(entries),
        onGivenUp: (why) => this.#givenUp(why),
      },
      lastSeq,
    )
  }

  #loaded(): LoadedRoom {
    const opened = this.#opening.last
    if (!opened) throw new Error(`${this.#parts.name} is not open`)
    return opened
  }

  // The end

  /** Everything down that can be, told and folded. */
  async #settle(): Promise<void> {
    await this.#opening.settled()
    const opened = this.#opening.last
    if (!opened) return
    await opened.log.stored().catch(() => {})
    await this.#projection.settle()
    await opened.folding.settle()
  }

  get #isSettled(): boolean {
    const opened = this.#opening.last
    return !opened || (opened.log.isIdle && this.#projection.isIdle && opened.folding.isSettled)
  }

  #end(): void {
    this.#presence.stop()
    this.#opening.last?.folding.forbid()
    this.#opening.last?.document.destroy()
    this.#parts.onDeserted()
  }
}
