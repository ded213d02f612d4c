import type { WebSocket } from 'ws'
import type { Log } from '../log.ts'
import type { DocVisit } from '../sync/DocVisit.ts'
import type { RoomSocket } from '../sync/RoomSocket.ts'
import { CarriedSocket } from './CarriedSocket.ts'
import { LinkOutbox } from './LinkOutbox.ts'
import {
  decodeFrame,
  type FrameKind,
  joined,
  jsonBytes,
  type LinkFrame,
  parted,
  readJson,
} from './linkFrame.ts'
import type { VisitorChannel } from './VisitorChannel.ts'

/** JSON and the bytes that go with it. */
export type Parcel = { readonly head: unknown; readonly bytes: readonly Uint8Array[] }

/** What this node does for the other one. */
export type LinkService = {
  /** A visitor the other node carries to a room of ours. */
  admit(socket: RoomSocket, visit: DocVisit): void
  /** What it throws, the other side's `ask` rejects with. */
  answer(question: Parcel): Promise<Parcel>
  /** Something for everybody of this node. */
  told(news: string): void
}

/** One end of a channel: a visitor of ours, or one that is carried to us. */
export type LinkChannel = {
  receive(frame: LinkFrame): void
  /** The link is gone, and with it everything that was on its way. */
  broke(): void
}

/** Two lost beats end a link whose other side died without a word, or stands still. */
const BEAT_MS = 2_000

/** A question unanswered for so long has failed, in ms. */
const ANSWER_MS = 10_000

type Question = {
  readonly resolve: (answer: Parcel) => void
  readonly reject: (reason: Error) => void
  readonly late: ReturnType<typeof setTimeout>
}

/** The one connection between this node and another: many visitors, questions and news. */
export class Link {
  readonly peerId: string
  readonly #socket: WebSocket
  readonly #outbox: LinkOutbox
  readonly #service: LinkService
  readonly #log: Pick<Log, 'warn'>
  readonly #channels = new Map<number, LinkChannel>()
  readonly #questions = new Map<number, Question>()
  readonly #beat: ReturnType<typeof setInterval>
  /** Odd for who dialled, even for who was dialled: both open channels without asking. */
  #nextNumber: number
  #missedBeats = 0

  constructor(parts: {
    readonly socket: WebSocket
    readonly peerId: string
    readonly isDialler: boolean
    readonly service: LinkService
    readonly log: Pick<Log, 'warn'>
    readonly onClosed: () => void
  }) {
    this.peerId = parts.peerId
    this.#socket = parts.socket
    this.#outbox = new LinkOutbox(parts.socket)
    this.#service = parts.service
    this.#log = parts.log
    this.#nextNumber = parts.isDialler ? 1 : 2
    this.#beat = setInterval(() => this.#ping(), BEAT_MS)
    this.#beat.unref()
    const isAlive = (): void => {
      this.#missedBeats = 0
    }
    // Its beats and all else it says: the answer to a beat of ours comes behind everything we sent before.
    for (const sign of ['ping', 'pong', 'message']) this.#socket.on(sign, isAlive)
    this.#socket.on('message', (data, isBinary) => this.#receive(data, isBinary))
    this.#socket.on('error', () => {})
    this.#socket.on('close', () => {
      this.#broke()
      parts.onClosed()
    })
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN
  }

  send(kind: FrameKind, channel: number, payload: Uint8Array = new Uint8Array()): void {
    if (this.isOpen) this.#outbox.send({ kind, channel, payload })
  }

  /** A channel of ours for a visitor who is to be carried over. */
  open(channel: VisitorChannel, visit: DocVisit): void {
    const number = this.#take()
    this.#channels.set(number, channel)
    this.send('open', number, jsonBytes(visit))
    channel.attach({
      send: (kind, payload) => this.send(kind, number, payload),
      end: () => void this.#channels.delete(number),
    })
  }

  ask(question: Parcel): Promise<Parcel> {
    const number = this.#take()
    return new Promise((resolve, reject) => {
      if (!this.isOpen) return reject(new Error(`no link to ${this.peerId}`))
      const late = setTimeout(() => {
        this.#questions.delete(number)
        reject(new Error(`${this.peerId} does not answer`))
      }, ANSWER_MS)
      this.#questions.set(number, { resolve, reject, late })
      this.send('ask', number, joined(question.head, question.bytes))
    })
  }

  tell(news: string): void {
    this.send('tell', 0, jsonBytes(news))
  }

  /** Ends it; resolves when the other side has read all that was sent before, or is gone. */
  close(): Promise<void> {
    const { readyState, CLOSED } = this.#socket
    const ended = new Promise<void>((resolve) => {
      if (readyState === CLOSED) resolve()
      else this.#socket.once('close', () => resolve())
    })
    this.#outbox.close(1012)
    this.#broke()
    return ended
  }

  cut(): void {
    this.#socket.terminate()
  }

  #take(): number {
    const number = this.#nextNumber
    this.#nextNumber += 2
    return number
  }

  #ping(): void {
    this.#missedBeats += 1
    if (this.#missedBeats > 2) this.#socket.terminate()
    else this.#socket.ping()
  }

  #receive(data: unknown, isBinary: boolean): void {
    const frame = isBinary && Buffer.isBuffer(data) ? decodeFrame(data) : null
    try {
      if (!frame) throw new Error('no frame of ours')
      this.#handle(frame)
    } catch (err) {
      this.#log.warn({ err, peer: this.peerId }, 'link broken off: a frame could not be read')
      this.#socket.terminate()
    }
  }

  #handle(frame: LinkFrame): void {
    const { kind, channel, payload } = frame
    if (kind === 'open') this.#admit(channel, payload)
    else if (kind === 'ask') void this.#answer(channel, payload)
    else if (kind === 'answer' || kind === 'failure') this.#answered(frame)
    else if (kind === 'tell') this.#service.told(String(readJson(payload)))
    // A channel may have ended here while its last frames were on their way.
    else this.#channels.get(channel)?.receive(frame)
  }

  #admit(number: number, payload: Uint8Array): void {
    const carried = new CarriedSocket({
      send: (kind, bytes) => this.send(kind, number, bytes),
      end: () => void this.#channels.delete(number),
    })
    this.#channels.set(number, carried)
    this.#service.admit(carried, readJson(payload) as DocVisit)
  }

  async #answer(number: number, payload: Uint8Array): Promise<void> {
    try {
      const { head, bytes } = await this.#service.answer(parted(payload))
      this.send('answer', number, joined(head, bytes))
    } catch (thrown) {
      const message = thrown instanceof Error ? thrown.message : String(thrown)
      this.send('failure', number, jsonBytes(message))
    }
  }

  #answered({ kind, channel, payload }: LinkFrame): void {
    const question = this.#questions.get(channel)
    if (!question) return
    // One that cannot be read throws here, and its question is told with all others that the link broke.
    const answer = kind === 'answer' ? parted(payload) : new Error(String(readJson(payload)))
    this.#questions.delete(channel)
    clearTimeout(question.late)
    if (answer instanceof Error) question.reject(answer)
    else question.resolve(answer)
  }

  #broke(): void {
    clearInterval(this.#beat)
    for (const channel of [...this.#channels.values()]) channel.broke()
    this.#channels.clear()
    for (const { reject, late } of this.#questions.values()) {
      clearTimeout(late)
      reject(new Error(`the link to ${this.peerId} broke`))
    }
    this.#questions.clear()
  }
}
