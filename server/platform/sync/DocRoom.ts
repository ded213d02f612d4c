import type * as Y from 'yjs'
import type { CloseReason } from '#shared/sync/closeCodes.ts'
import type { DocName } from '#shared/sync/docName.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { type Concerned, concernsConnection } from './Concerned.ts'
import type { DocPeer } from './DocPeer.ts'
import type { DocStore } from './DocStore.ts'
import type { GroupCommit } from './groupCommit.ts'
import { ackMessage, heartbeatMessage, updateMessage } from './message.ts'
import { openDocument } from './openDocument.ts'
import { Presence } from './Presence.ts'
import { Projection } from './Projection.ts'
import type { DocConnection, DocOwner } from './ports.ts'
import { RoomDocument } from './RoomDocument.ts'
import { type LogBatch, type RetryRule, RoomLog } from './RoomLog.ts'
import { RoomProtocol } from './RoomProtocol.ts'

/** Of one connection in one turn, so that a burst of one is not everybody's stall (T6). */
const MESSAGES_PER_TURN = 16

/** Updates since the last snapshot that make a new one worth its while, when the room empties / at once. */
const COMPACT_WHEN_EMPTY = 200
const COMPACT_WHILE_OPEN = 2000

export type RoomParts = {
  readonly name: DocName
  readonly id: string
  readonly owner: DocOwner
  readonly store: DocStore
  readonly commits: GroupCommit
  readonly clock: Clock
  readonly log: Pick<Log, 'warn' | 'error'>
  readonly newId: () => string
  readonly retry: RetryRule
  /** Nobody is here and everything is down; the room must leave the table in this very call. */
  readonly onDeserted: () => void
}

/** What a room has once its document is loaded. */
type Opened = {
  readonly document: RoomDocument
  readonly log: RoomLog
  readonly mayCompact: boolean
  updatesSinceSnapshot: number
}

/**
 * One document, its sockets, its writes. The laws of its life (shared/sync/SPEC.md): it answers
 * nothing before the load is done (DR1), stays joinable in the table until the last write is down
 * (DR2), and stores by appending (DR3).
 *
 * A turn: gate → durable append → pass on → acknowledge.
 */
export class DocRoom {
  readonly #parts: RoomParts
  readonly #peers = new Set<DocPeer>()
  readonly #presence: Presence
  readonly #projection: Projection
  readonly #protocol: RoomProtocol
  #opened: Opened | null = null
  #opening: Promise<Opened>
  #isTurnDue = false
  /** Reads, edits and checks of the server that need the room to stay. */
  #holds = 0
  #settling: Promise<void> | null = null
  #isGone = false
  #lastEdit: Promise<void> = Promise.resolve()
  /** The last append failed for good, and nobody knows what of it the store has. */
  #isUncertain = false

  constructor(parts: RoomParts) {
    this.#parts = parts
    this.#presence = new Presence({ clock: parts.clock, listeners: () => this.#peers })
    this.#projection = new Projection({
      run: async (doc, authors) => parts.owner.onStored?.(parts.id, doc, authors),
      toDoc: () => this.#document().toDoc(),
      onFailed: (err) => parts.log.error({ doc: parts.name, err }, 'onStored failed'),
    })
    this.#protocol = new RoomProtocol({ ...parts, presence: this.#presence })
    this.#opening = this.#open()
  }

  connections(): DocConnection[] {
    return [...this.#peers].map((peer) => peer.connection)
  }

  join(peer: DocPeer): void {
    this.#peers.add(peer)
    this.#tellConnections()
    if (this.#isUncertain && peer.canWrite) this.#reopen()
    void this.#opening.then(
      ({ document }) => this.#protocol.greet(peer, document),
      () => peer.close('CannotSave'),
    )
  }

  /** The peer has ended, whoever ended it. */
  left(peer: DocPeer): void {
    if (!this.#peers.delete(peer)) return
    this.#presence.leave(peer)
    this.#tellConnections()
    void this.#settle()
  }

  receive(peer: DocPeer, message: Uint8Array): void {
    peer.receive(message)
    this.#scheduleTurn()
  }

  closeWhere(concerned: Concerned, reason: CloseReason): void {
    for (const peer of [...this.#peers])
      if (concernsConnection(concerned, peer.connection)) peer.close(reason)
  }

  /** Breaks the silence, and says again who is here. */
  beat(): void {
    for (const peer of this.#peers) {
      if (!peer.wasSpokenTo) peer.send(heartbeatMessage)
      peer.wasSpokenTo = false
    }
    this.#presence.renew()
  }

  transact(edit: (doc: Y.Doc) => void, authorId: string | null = null): Promise<void> {
    // One after the other: each edits what the one before has made.
    const edited = this.#lastEdit.then(() =>
      this.#hold(async ({ document, log }) => {
        const accepted = document.edit(edit)
        if (accepted) log.add({ ...accepted, authorId, from: null })
        await log.stored()
      }),
    )
    this.#lastEdit = edited.catch(() => {})
    return edited
  }

  read(): Promise<Y.Doc> {
    return this.#hold(async ({ document, log }) => {
      await log.stored()
      return document.toDoc()
    })
  }

  /** Resolves when everything received so far is down or refused. */
  async flush(): Promise<void> {
    await this.#opening.catch(() => {})
    while (this.#opened && this.#hasMail) this.#turn()
    // Whoever sent what could not be stored has been told by the log.
    await this.#opened?.log.stored().catch(() => {})
  }

  /** Everything down, then everybody out, then what has to follow. */
  async shutDown(): Promise<void> {
    await this.flush()
    for (const peer of [...this.#peers]) peer.close('ShuttingDown')
    await this.#settle()
  }

  // Opening

  async #open(): Promise<Opened> {
    const { name, id, owner, store, clock, log, newId } = this.#parts
    try {
      const opened = await openDocument({ name, id, owner, store, clock, log, newId })
      this.#opened = {
        document: new RoomDocument(opened, owner),
        log: this.#newLog(opened.lastSeq),
        mayCompact: opened.mayCompact,
        updatesSinceSnapshot: opened.updatesSinceSnapshot,
      }
    } catch (err) {
      log.error({ doc: name, err }, 'document could not be opened')
      throw err
    }
    this.#scheduleTurn()
    return this.#opened
  }

  #newLog(lastSeq: number): RoomLog {
    const { name, commits, clock, log, retry } = this.#parts
    return new RoomLog(
      {
        name,
        commits,
        clock,
        log,
        retry,
        onStored: (batch) => this.#stored(batch),
        onGivenUp: () => this.#givenUp(),
      },
      lastSeq,
    )
  }

  /**
   * After a lost append what is in memory counts what the disk may not have. It still serves readers,
   * but before anybody writes the document is loaded anew.
   */
  #reopen(): void {
    const before = this.#opened
    if (!before) return
    this.#opened = null
    this.#isUncertain = false
    this.#opening = this.#open()
    void this.#opening.then(
      ({ document }) => {
        const missed = document.beyond(before.document.storedVector())
        before.document.destroy()
        for (const peer of this.#peers) if (peer.isGreeted) peer.send(updateMessage(missed))
      },
      () => {
        this.#opened = before
        this.#opening = Promise.resolve(before)
        this.#isUncertain = true
      },
    )
  }

  // A turn

  get #hasMail(): boolean {
    for (const peer of this.#peers) if (peer.hasMail) return true
    return false
  }

  #scheduleTurn(): void {
    if (this.#isTurnDue || !this.#opened || !this.#hasMail) return
    this.#isTurnDue = true
    setImmediate(() => {
      this.#isTurnDue = false
      this.#turn()
    })
  }

  #turn(): void {
    const opened = this.#opened
    if (!opened) return
    for (const peer of [...this.#peers]) {
      for (let left = MESSAGES_PER_TURN; left > 0 && peer.hasMail; left -= 1) {
        const message = peer.takeMessage()
        if (message) this.#protocol.handle(peer, message, opened)
      }
    }
    opened.log.flush()
    this.#scheduleTurn()
  }

  // After the append

  #stored({ entries, acks }: LogBatch): void {
    const opened = this.#opened
    if (!opened) return
    opened.document.stored(entries)
    const messages = entries.map(({ from, update }) => ({ from, message: updateMessage(update) }))
    for (const peer of [...this.#peers]) {
      if (!peer.isGreeted) continue
      for (const { from, message } of messages) if (from !== peer) peer.send(message)
    }
    for (const [peer, count] of acks) peer.send(ackMessage(count))
    if (entries.length === 0) return
    opened.updatesSinceSnapshot += entries.length
    if (this.#parts.owner.onStored)
      this.#projection.touched(entries.map(({ authorId }) => authorId))
    if (opened.updatesSinceSnapshot >= COMPACT_WHILE_OPEN) void this.#compact(opened)
  }

  #givenUp(): void {
    const { name, log } = this.#parts
    log.error({ doc: name }, 'document cannot be saved; its writers were sent away')
    this.#isUncertain = true
    for (const peer of [...this.#peers]) if (peer.canWrite) peer.close('CannotSave')
  }

  async #compact(opened: Opened): Promise<void> {
    if (!opened.mayCompact || opened.log.lastSeq === 0) return
    opened.updatesSinceSnapshot = 0
    const { store, name, clock, log } = this.#parts
    const uptoSeq = opened.log.lastSeq
    try {
      await store.saveSnapshot(name, {
        uptoSeq,
        bytes: opened.document.compact(),
        madeAtMs: clock.now(),
        fence: 0,
      })
    } catch (err) {
      // The log has everything; the next one will do.
      log.warn({ doc: name, err }, 'snapshot could not be saved')
    }
  }

  // The server's own access, and the end

  async #hold<Result>(use: (opened: Opened) => Promise<Result>): Promise<Result> {
    this.#holds += 1
    if (this.#isUncertain) this.#reopen()
    try {
      return await use(await this.#opening)
    } finally {
      this.#holds -= 1
      void this.#settle()
    }
  }

  #document(): RoomDocument {
    if (!this.#opened) throw new Error(`${this.#parts.name} is not open`)
    return this.#opened.document
  }

  get #isDeserted(): boolean {
    return this.#peers.size === 0 && this.#holds === 0
  }

  #settle(): Promise<void> {
    this.#settling ??= this.#settleAll().finally(() => {
      this.#settling = null
      // Somebody may have left between the loop's last look and this line.
      if (this.#isDeserted && !this.#isGone) void this.#settle()
    })
    return this.#settling
  }

  async #settleAll(): Promise<void> {
    while (this.#isDeserted) {
      await this.#opening.catch(() => {})
      const opened = this.#opened
      await opened?.log.stored().catch(() => {})
      if (opened) await this.#projection.settle()
      if (opened && opened.updatesSinceSnapshot >= COMPACT_WHEN_EMPTY) await this.#compact(opened)
      const isDown = !opened || (opened.log.isIdle && this.#projection.isIdle)
      if (!isDown || !this.#isDeserted) continue
      this.#isGone = true
      this.#presence.stop()
      opened?.document.destroy()
      return this.#parts.onDeserted()
    }
  }

  #tellConnections(): void {
    const { owner, id, name, log } = this.#parts
    try {
      owner.onConnections?.(id, this.connections())
    } catch (err) {
      log.error({ doc: name, err }, 'onConnections failed')
    }
  }
}
