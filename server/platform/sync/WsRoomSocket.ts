import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { closeCodes } from '#shared/sync/closeCodes.ts'
import type { OutMessage, RoomSocket } from './RoomSocket.ts'

const bytesOf = (data: unknown): Uint8Array | null => {
  if (Buffer.isBuffer(data)) return data
  if (data instanceof ArrayBuffer) return new Uint8Array(data)
  return null
}

/** A close frame behind more than this would come too late, and its buffer stay for half a minute. */
const MAX_UNSENT_AT_CLOSE_BYTES = 1024 * 1024

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
  #afterCloseBytes = 0

  constructor(socket: WebSocket, stream: Duplex) {
    this.#socket = socket
    this.#stream = stream
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN
  }

  get unsentBytes(): number {
    return this.#stream.writableLength
  }

  send(message: OutMessage): void {
    if (this.isOpen) this.#stream.write(message.frames)
  }

  close(code: number, reason: string): void {
    if (this.unsentBytes > MAX_UNSENT_AT_CLOSE_BYTES) this.cut()
    else this.#socket.close(code, reason)
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
      if (!this.isOpen) this.#overhear(message?.length ?? 0)
      else if (message && isBinary) onMessage(message)
      else this.close(code, 'Malformed')
    })
    // Without a listener a broken frame would end the process; `ws` closes the socket itself.
    this.#socket.on('error', ignored)
    this.#socket.on('close', onClosed)
  }

  #overhear(lengthBytes: number): void {
    this.#afterCloseBytes += lengthBytes
    if (this.#afterCloseBytes > MAX_AFTER_CLOSE_BYTES) this.cut()
  }
}

const ignored = (): void => {}
