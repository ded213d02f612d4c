import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { closeCodes } from '#shared/sync/closeCodes.ts'
import { isFinal } from '#shared/sync/isFinal.ts'
import type { Backlog } from './Backlog.ts'
import type { OutMessage, RoomSocket } from './RoomSocket.ts'
import { trafficOf } from './trafficOf.ts'

const bytesOf = (data: unknown): Uint8Array | null => {
  if (Buffer.isBuffer(data)) return data
  if (data instanceof ArrayBuffer) return new Uint8Array(data)
  return null
}

/**
 * Behind more than this a close frame waits until all of
 * it has gone: `ws` would give up after half a minute.
 */
const MAX_UNSENT_AT_CLOSE_BYTES = 1024 * 1024

/** Whoever has taken nothing from one look to the next, and not all after twelve, does without a code. */
const LOOK_MS = 10_000
const MAX_LOOKS = 12

/**
 * What was on its way when we closed is read and forgotten, so that the answer to our closing is heard.
 * Whoever goes on beyond this has not understood: `ws` would listen for half a minute.
 */
const MAX_AFTER_CLOSE_BYTES = 8 * 1024 * 1024

/**
 * A WebSocket of `ws` as a room sees it. Frames are made once for all readers and written to the
 * stream beneath it, past `ws`: allowed as long as compression is off, because then `ws` too writes
 * every frame whole and at once.
 */
export class WsRoomSocket implements RoomSocket {
  readonly #socket: WebSocket
  readonly #stream: Duplex
  readonly #backlog: Backlog
  #afterCloseBytes = 0
  #isClosing = false

  constructor(socket: WebSocket, stream: Duplex, backlog: Backlog) {
    this.#socket = socket
    this.#stream = stream
    this.#backlog = backlog
  }

  get isOpen(): boolean {
    return !this.#isClosing && this.#socket.readyState === this.#socket.OPEN
  }

  get unsentBytes(): number {
    return this.#stream.writableLength
  }

  send(message: OutMessage): void {
    if (this.isOpen) this.#backlog.write(this, this.#stream, message)
  }

  close(code: number, reason: string): void {
    if (!this.isOpen) return
    this.#isClosing = true
    this.#stream.on('data', (bytes: Uint8Array) => this.#overhear(bytes.length))
    if (this.unsentBytes <= MAX_UNSENT_AT_CLOSE_BYTES) {
      this.#socket.close(code, reason)
      return
    }
    // To come back and be judged anew needs no code, and a right that has ended ends at once.
    if (!isFinal(code)) {
      this.cut()
      return
    }
    // Nothing is added any more, and it is only kept as long as it shrinks.
    this.#stream.once('drain', () => this.#socket.close(code, reason))
    this.#cutWhenStuck()
  }

  #cutWhenStuck(): void {
    let { taken } = trafficOf(this.#stream)
    let looks = 0
    const timer = setInterval(() => {
      const now = trafficOf(this.#stream)
      looks += 1
      if (now.unsentBytes > 0 && (now.taken === taken || looks >= MAX_LOOKS)) this.cut()
      ;({ taken } = now)
    }, LOOK_MS)
    timer.unref()
    const stop = () => clearInterval(timer)
    this.#stream.once('drain', stop)
    this.#socket.once('close', stop)
  }

  cut(): void {
    this.#socket.terminate()
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  listen({ onMessage, onClosed }: Parameters<RoomSocket['listen']>[0]): void {
    const { code } = closeCodes.Malformed
    this.#socket.on('message', (data, isBinary) => {
      const message = bytesOf(data)
      if (!this.isOpen) return
      if (message && isBinary) onMessage(message)
      else this.close(code, 'Malformed')
    })
    // Without a listener a broken frame would end the process; `ws` closes the socket itself.
    this.#socket.on('error', ignored)
    this.#socket.on('close', onClosed)
  }

  /** Whatever it is: pings, and pieces of what never ends, take our time as well. */
  #overhear(lengthBytes: number): void {
    this.#afterCloseBytes += lengthBytes
    if (this.#afterCloseBytes > MAX_AFTER_CLOSE_BYTES) this.cut()
  }
}

const ignored = (): void => {}
