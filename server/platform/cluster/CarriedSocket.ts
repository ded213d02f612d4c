import type { OutMessage, RoomSocket } from '../sync/RoomSocket.ts'
import type { ChannelWire } from './ChannelWire.ts'
import type { LinkChannel } from './Link.ts'
import { jsonBytes, type LinkFrame, readJson } from './linkFrame.ts'
import { TakenCount } from './TakenCount.ts'

type Listener = Parameters<RoomSocket['listen']>[0]

/**
 * A visitor whose browser is connected to another node. `unsentBytes` counts until the browser's own
 * socket there has taken them, so that a slow reader is found out like one of our own.
 */
export class CarriedSocket implements RoomSocket, LinkChannel {
  readonly #wire: ChannelWire
  readonly #taken: TakenCount
  #listener: Listener | null = null
  #unsent = 0
  #isOpen = true

  constructor(wire: ChannelWire) {
    this.#wire = wire
    this.#taken = new TakenCount({
      unsentBytes: () => 0,
      tell: (bytes) => wire.send('taken', jsonBytes(bytes)),
    })
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  get unsentBytes(): number {
    return this.#unsent
  }

  send({ payloads }: OutMessage): void {
    if (!this.#isOpen) return
    for (const payload of payloads) {
      this.#unsent += payload.length
      this.#wire.send('data', payload)
    }
  }

  close(code: number, reason: string): void {
    if (!this.#isOpen) return
    this.#wire.send('close', jsonBytes({ code, reason }))
    this.#end()
  }

  cut(): void {
    if (!this.#isOpen) return
    this.#wire.send('cut')
    this.#end()
  }

  pause(): void {
    if (this.#isOpen) this.#wire.send('pause')
  }

  resume(): void {
    if (this.#isOpen) this.#wire.send('resume')
  }

  listen(listener: Listener): void {
    this.#listener = listener
    if (!this.#isOpen) queueMicrotask(() => listener.onClosed())
  }

  receive({ kind, payload }: LinkFrame): void {
    if (!this.#isOpen) return
    if (kind === 'data') {
      this.#taken.add(payload.length)
      this.#listener?.onMessage(payload)
    } else if (kind === 'taken') this.#unsent -= Number(readJson(payload))
    else if (kind === 'close') this.#end()
  }

  broke(): void {
    this.#end()
  }

  #end(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#taken.stop()
    this.#wire.end()
    const listener = this.#listener
    // Like a socket: whoever closes it hears of it a moment later.
    if (listener) queueMicrotask(() => listener.onClosed())
  }
}
