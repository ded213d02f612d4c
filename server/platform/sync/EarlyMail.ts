import { closeCodes } from '#shared/sync/closeCodes.ts'
import type { OutMessage, RoomSocket } from './RoomSocket.ts'

/** What may be said before the door is open: the client's greeting. More is no greeting. */
const MAX_EARLY_BYTES = 2 * 1024 * 1024

/** From so many on nothing more is read before the door is open: two megabytes may be millions of them. */
const MANY_EARLY = 256

type Listener = Parameters<RoomSocket['listen']>[0]

/**
 * A socket whose messages nobody may hear yet, because it is not known who may: what it says is kept
 * until somebody listens, also when the other side has left by then.
 */
export class EarlyMail implements RoomSocket {
  readonly #socket: RoomSocket
  #early: Uint8Array[] | null = []
  #earlyBytes = 0
  #listener: Listener | null = null
  #hasTold = false
  #isPaused = false

  /** `onEnded` is called once, whoever ended it. */
  constructor(socket: RoomSocket, onEnded: () => void = () => {}) {
    this.#socket = socket
    socket.listen({
      onMessage: (message) => this.#receive(message),
      onClosed: () => {
        onEnded()
        this.#tellClosed()
      },
    })
  }

  get isOpen(): boolean {
    return this.#socket.isOpen
  }

  get unsentBytes(): number {
    return this.#socket.unsentBytes
  }

  send(message: OutMessage): void {
    this.#socket.send(message)
  }

  close(code: number, reason: string): void {
    // Or the answer to it would not be heard.
    this.#readOn()
    this.#socket.close(code, reason)
  }

  cut(): void {
    this.#socket.cut()
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  /** Hears what was said already first. */
  listen(listener: Listener): void {
    const early = this.#early ?? []
    this.#listener = listener
    this.#early = null
    // Before they are heard: whoever listens may have enough at once.
    this.#readOn()
    for (const message of early) listener.onMessage(message)
    if (!this.isOpen) this.#tellClosed()
  }

  #readOn(): void {
    if (!this.#isPaused) return
    this.#isPaused = false
    this.#socket.resume()
  }

  /** Once: what was said early may have ended the socket while it was being heard. */
  #tellClosed(): void {
    if (!this.#listener || this.#hasTold) return
    this.#hasTold = true
    this.#listener.onClosed()
  }

  #receive(message: Uint8Array): void {
    if (this.#listener) {
      this.#listener.onMessage(message)
      return
    }
    this.#earlyBytes += message.length
    if (this.#earlyBytes <= MAX_EARLY_BYTES) {
      this.#early?.push(message)
      if ((this.#early?.length ?? 0) < MANY_EARLY) return
      this.#isPaused = true
      this.#socket.pause()
      return
    }
    this.#early = null
    this.close(closeCodes.TooLarge.code, 'TooLarge')
  }
}
