import { type CloseReason, closeCodes } from '#shared/sync/closeCodes.ts'
import { ackMessage } from './message.ts'
import type { DocConnection } from './ports.ts'
import { Resync } from './Resync.ts'
import type { OutMessage, RoomSocket } from './RoomSocket.ts'

/** A reader with more than this unsent is cut and syncs anew, rather than buffered for. */
const MAX_UNSENT_BYTES = 4 * 1024 * 1024

/** Waiting messages from which on the socket is not read, and until which it is read again. */
const INBOX_HIGH = 256
const INBOX_LOW = 64
/** The same in bytes: while a document loads 256 of the largest would be as many megabytes. */
const INBOX_HIGH_BYTES = 2 * 1024 * 1024
const INBOX_LOW_BYTES = 512 * 1024

/** Of one connection in one turn, so that a burst of one is not everybody's stall. */
const MESSAGES_PER_TURN = 16
/** Nor is one of large messages: a megabyte of structs takes a hundred milliseconds to read. */
const BYTES_PER_TURN = 64 * 1024
/** Nor one of messages that take long to hear, however few and small they are. */
const MS_PER_TURN = 8

const NOTHING = new Uint8Array()

/** What the client said in its URL; null when it said nothing. */
export type PeerVersions = {
  /** Which past of the document its copy belongs to; empty when it has no copy yet. */
  readonly epoch: string | null
  readonly schemaVersion: number | null
}

/** One socket in one room, from admission to its end. */
export class DocPeer {
  readonly connection: DocConnection
  readonly wantsAcks: boolean
  readonly says: PeerVersions
  readonly resync = new Resync()
  /** It was sent the document, so it can be told what happens to it. */
  hasDocument = false
  /** Client ids first seen on this connection. */
  newIds = 0
  /** Presence ids it has given up. */
  departures = 0
  /** Since the last heartbeat something was sent to it. */
  wasSpokenTo = false

  readonly #socket: RoomSocket
  readonly #onClosed: (peer: DocPeer, reason: CloseReason | null) => void
  readonly #inbox: Uint8Array[] = []
  #inboxBytes = 0
  /** Its mail is not heard before this. */
  #heldFor: object | null = null
  #heldOnceFor: object | null = null
  #leftBytes = 0
  /** How much of what is unsent may be the document itself: it is one write, and counts whole until all of it is taken. */
  #answerBytes = 0
  #isWelcome = false
  #isClosed = false
  #isGone = false
  #isPaused = false

  constructor(parts: {
    readonly connection: DocConnection
    readonly wantsAcks: boolean
    readonly says: PeerVersions
    readonly socket: RoomSocket
    /** Called once, whoever ended it; `reason` is null when the other side did. */
    readonly onClosed: (peer: DocPeer, reason: CloseReason | null) => void
  }) {
    this.connection = parts.connection
    this.wantsAcks = parts.wantsAcks
    this.says = parts.says
    this.#socket = parts.socket
    this.#onClosed = parts.onClosed
  }

  get userId(): string {
    return this.connection.grant.identity.userId
  }

  get canWrite(): boolean {
    return this.connection.grant.access === 'write'
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** How many messages wait to be heard. */
  get mailCount(): number {
    return this.#inbox.length
  }

  /** It has left, or was sent away: nobody hears what is said to it. */
  get isAway(): boolean {
    return this.#isClosed || this.#isGone
  }

  get hasMail(): boolean {
    return this.#inbox.length > 0 && this.#heldFor === null
  }

  /** False when it has ended and does not count any more. */
  receive(message: Uint8Array): boolean {
    if (this.#isClosed) return false
    this.#inbox.push(message)
    this.#inboxBytes += message.length
    const isFull = this.#inbox.length >= INBOX_HIGH || this.#inboxBytes > INBOX_HIGH_BYTES
    if (isFull && !this.#isPaused) {
      this.#isPaused = true
      this.#socket.pause()
    }
    return true
  }

  /** What is heard of it in one turn. */
  *takeTurn(): Generator<Uint8Array> {
    this.#leftBytes = BYTES_PER_TURN
    const beganMs = performance.now()
    for (let left = MESSAGES_PER_TURN; left > 0 && this.#leftBytes > 0 && this.hasMail; left -= 1) {
      const message = this.#takeMessage()
      this.#leftBytes -= message.length
      yield message
      if (performance.now() - beganMs > MS_PER_TURN) this.endTurn()
    }
    if (this.#isGone && this.#inbox.length === 0) this.#end(null)
  }

  /** Nothing more of it in this turn: what was just heard cost more than its bytes say. */
  endTurn(): void {
    this.#leftBytes = 0
  }

  #takeMessage(): Uint8Array {
    const message = this.#inbox.shift() ?? NOTHING
    this.#inboxBytes -= message.length
    const hasRoom = this.#inbox.length < INBOX_LOW && this.#inboxBytes < INBOX_LOW_BYTES
    if (this.#isPaused && hasRoom) {
      this.#isPaused = false
      this.#socket.resume()
    }
    return message
  }

  /** Puts a message back: it and all that follow wait until what they are held for is there. */
  hold(message: Uint8Array, until: object): void {
    this.#heldFor = until
    this.#inbox.unshift(message)
    this.#inboxBytes += message.length
  }

  /** False, and nothing done, when something was held for the same before. */
  holdOnce(message: Uint8Array, until: object): boolean {
    if (this.#heldOnceFor === until) return false
    this.#heldOnceFor = until
    this.hold(message, until)
    return true
  }

  /** It is there. True when mail was held for it, and is to be heard. */
  release(until: object): boolean {
    if (this.#heldFor !== until) return false
    this.#heldFor = null
    return this.hasMail
  }

  /** The document is loaded: before that nothing is said, whoever would say it (DR1, DR5). */
  welcome(): void {
    this.#isWelcome = true
  }

  send(message: OutMessage): void {
    if (this.isAway || !this.#isWelcome) return
    const { unsentBytes } = this.#socket
    if (unsentBytes > MAX_UNSENT_BYTES + this.#answerBytes) {
      this.#cut('TooSlow')
      return
    }
    if (unsentBytes <= MAX_UNSENT_BYTES) this.#answerBytes = 0
    this.wasSpokenTo = true
    this.#socket.send(message)
  }

  /**
   * What it lacks of the document, which may be larger than what anybody may have unsent: whoever was cut
   * for the rest of it would ask for all of it again.
   */
  sendDocument(answer: OutMessage): void {
    this.send(answer)
    this.#answerBytes = answer.frames.length
  }

  /** Its first `count` update messages are durable. */
  acknowledge(count: number): void {
    this.send(ackMessage(count))
  }

  /** From here on nothing it sent counts and nothing is sent to it, whenever its socket really ends. */
  close(reason: CloseReason): void {
    if (!this.#end(reason)) return
    this.#socket.close(closeCodes[reason].code, reason)
  }

  /** It would not read a close frame either. */
  #cut(reason: CloseReason): void {
    if (this.#end(reason)) this.#socket.cut()
  }

  /**
   * The other side is gone. What it wrote has arrived all the same: whoever writes much and leaves at
   * once is heard to the end, as by a relay that keeps nobody waiting.
   */
  gone(): void {
    this.#isGone = true
    if (this.#inbox.length === 0 || !this.canWrite) this.#end(null)
  }

  #end(reason: CloseReason | null): boolean {
    if (this.#isClosed) return false
    this.#isClosed = true
    this.#inbox.length = 0
    this.#inboxBytes = 0
    if (this.#isPaused) this.#socket.resume()
    this.#onClosed(this, reason)
    return true
  }
}
