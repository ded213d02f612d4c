import { closeCodes } from '#shared/sync/closeCodes.ts'
import { OutMessage, type RoomSocket } from '../sync/RoomSocket.ts'
import type { ChannelWire } from './ChannelWire.ts'
import type { LinkChannel } from './Link.ts'
import { type FrameKind, jsonBytes, type LinkFrame, readJson } from './linkFrame.ts'
import { TakenCount } from './TakenCount.ts'

/** What a browser may have underway to the owner before it is not read any more. */
const MAX_UNTAKEN_BYTES = 512 * 1024

/**
 * A browser that is connected here, in a document whose room is on another node. It is read only as
 * fast as the owner takes it, and it hears the owner's close code.
 */
export class VisitorChannel implements LinkChannel {
  readonly #socket: RoomSocket
  readonly #taken: TakenCount
  /** What it said before there was a link. */
  readonly #early: { readonly kind: FrameKind; readonly payload: Uint8Array }[] = []
  #wire: ChannelWire | null = null
  #untaken = 0
  #isPausedByOwner = false
  #isPaused = false
  #isOver = false

  constructor(socket: RoomSocket) {
    this.#socket = socket
    this.#taken = new TakenCount({
      unsentBytes: () => socket.unsentBytes,
      tell: (bytes) => this.#send('taken', jsonBytes(bytes)),
    })
    socket.listen({
      onMessage: (message) => {
        this.#untaken += message.length
        this.#send('data', message)
        this.#steer()
      },
      onClosed: () => this.#end(true),
    })
  }

  get isOver(): boolean {
    return this.#isOver
  }

  attach(wire: ChannelWire): void {
    this.#wire = wire
    for (const { kind, payload } of this.#early.splice(0)) wire.send(kind, payload)
    if (this.#isOver) this.#leave()
  }

  receive({ kind, payload }: LinkFrame): void {
    if (this.#isOver) return
    if (kind === 'data') {
      this.#socket.send(OutMessage.carrying(payload))
      this.#taken.add(payload.length)
    } else if (kind === 'taken') {
      this.#untaken -= Number(readJson(payload))
      this.#steer()
    } else if (kind === 'pause' || kind === 'resume') {
      this.#isPausedByOwner = kind === 'pause'
      this.#steer()
    } else if (kind === 'cut') {
      this.#end(false)
      this.#socket.cut()
    } else if (kind === 'close') {
      const { code, reason } = readJson(payload) as { code: number; reason: string }
      this.#end(false)
      this.#socket.close(code, reason)
    }
  }

  /** The owner cannot be reached: the client comes back, and finds whoever owns the document then. */
  broke(): void {
    if (this.#isOver) return
    this.#end(false)
    this.#socket.close(closeCodes.CannotSave.code, 'CannotSave')
  }

  #send(kind: FrameKind, payload: Uint8Array): void {
    if (this.#wire) this.#wire.send(kind, payload)
    else this.#early.push({ kind, payload })
  }

  /** Reads the browser, or does not. */
  #steer(): void {
    const shouldPause = this.#isPausedByOwner || this.#untaken > MAX_UNTAKEN_BYTES
    if (shouldPause === this.#isPaused || this.#isOver) return
    this.#isPaused = shouldPause
    if (shouldPause) this.#socket.pause()
    else this.#socket.resume()
  }

  #end(isLeaving: boolean): void {
    if (this.#isOver) return
    // A paused socket would not get as far as its own end.
    if (this.#isPaused) this.#socket.resume()
    this.#isOver = true
    this.#taken.stop()
    if (isLeaving) this.#leave()
    else this.#wire?.end()
  }

  #leave(): void {
    this.#wire?.send('close', jsonBytes({ code: 1000, reason: '' }))
    this.#wire?.end()
  }
}
