import type { WebSocket } from 'ws'
import { encodeFrame, type LinkFrame } from './linkFrame.ts'

/** So much lies in the socket; what is behind it is framed when its turn comes. */
const IN_SOCKET_BYTES = 8 * 1024 * 1024

/**
 * More than all that is said over a link within the seconds after which its beats end it. Each channel has
 * a far smaller bound of its own.
 */
const MAX_WAITING_BYTES = 256 * 1024 * 1024

type Socket = Pick<WebSocket, 'bufferedAmount' | 'send' | 'close' | 'terminate'>

/**
 * What leaves over a link, in order. A large document that a whole class opens by way of another node is
 * one piece of memory here, however many it is for: a copy for each of them would be more than a link
 * may hold.
 */
export class LinkOutbox {
  readonly #socket: Socket
  #waiting: LinkFrame[] = []
  /** Those before them, the next one last: to take each off the front of a hundred thousand takes seconds. */
  #leaving: LinkFrame[] = []
  /** How many wait for each piece of memory. */
  readonly #memory = new Map<ArrayBufferLike, number>()
  #waitingBytes = 0
  #closesWith: number | null = null

  constructor(socket: Socket) {
    this.#socket = socket
  }

  send(frame: LinkFrame): void {
    if (this.#closesWith !== null) return
    if (!this.#isWaiting && this.#socket.bufferedAmount < IN_SOCKET_BYTES) {
      this.#write(frame)
      return
    }
    this.#waiting.push(frame)
    this.#count(frame.payload)
    if (this.#waitingBytes > MAX_WAITING_BYTES) this.#socket.terminate()
  }

  /** Nothing more is said, and the socket closed behind what was. */
  close(code: number): void {
    this.#closesWith = code
    if (!this.#isWaiting) this.#socket.close(code)
  }

  get #isWaiting(): boolean {
    return this.#waiting.length + this.#leaving.length > 0
  }

  readonly #onTaken = (): void => {
    while (this.#isWaiting && this.#socket.bufferedAmount < IN_SOCKET_BYTES) this.#next()
  }

  #next(): void {
    if (this.#leaving.length === 0) {
      this.#leaving = this.#waiting.reverse()
      this.#waiting = []
    }
    const frame = this.#leaving.pop()
    if (!frame) return
    this.#discount(frame.payload)
    this.#write(frame)
    if (!this.#isWaiting && this.#closesWith !== null) this.#socket.close(this.#closesWith)
  }

  #write(frame: LinkFrame): void {
    this.#socket.send(encodeFrame(frame), this.#onTaken)
  }

  #count({ buffer }: Uint8Array): void {
    const waiting = this.#memory.get(buffer) ?? 0
    if (waiting === 0) this.#waitingBytes += buffer.byteLength
    this.#memory.set(buffer, waiting + 1)
  }

  #discount({ buffer }: Uint8Array): void {
    const left = (this.#memory.get(buffer) ?? 1) - 1
    if (left > 0) this.#memory.set(buffer, left)
    else {
      this.#memory.delete(buffer)
      this.#waitingBytes -= buffer.byteLength
    }
  }
}
