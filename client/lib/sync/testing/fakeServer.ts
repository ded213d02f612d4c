import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

const frame = (numbers: readonly number[], block?: Uint8Array): ArrayBuffer => {
  const encoder = encoding.createEncoder()
  for (const number of numbers) encoding.writeVarUint(encoder, number)
  if (block) encoding.writeVarUint8Array(encoder, block)
  return encoding.toUint8Array(encoder).slice().buffer
}

/** One connection, as the test and y-websocket see it. */
export class FakeSocket {
  static readonly OPEN = 1
  readonly OPEN = 1
  readonly url: string
  binaryType = ''
  readyState = 0
  onopen: (() => void) | null = null
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null
  onclose: ((event: { code: number; reason: string }) => void) | null = null
  onerror: (() => void) | null = null
  readonly underway: Uint8Array[] = []
  readonly presence: Uint8Array[] = []
  saved = 0

  readonly #disk: Y.Doc

  constructor(url: string, disk: Y.Doc) {
    this.url = url
    this.#disk = disk
  }

  send(data: Uint8Array): void {
    this.underway.push(data.slice())
  }

  close(): void {
    this.readyState = 3
  }

  opens(): void {
    this.readyState = 1
    this.onopen?.()
  }

  /** Asks the client for everything the disk lacks. */
  asks(): void {
    this.says(frame([0, 0], Y.encodeStateVector(this.#disk)))
  }

  says(data: ArrayBuffer): void {
    this.onmessage?.({ data })
  }

  acknowledges(): void {
    this.says(frame([100, this.saved]))
  }

  /** The oldest message arrives and is on the disk; false when there is none. */
  takes(): boolean {
    const data = this.underway.shift()
    if (!data) return false
    const decoder = decoding.createDecoder(data)
    const type = decoding.readVarUint(decoder)
    if (type === 1) this.presence.push(data)
    if (type !== 0) return true
    const step = decoding.readVarUint(decoder)
    const block = decoding.readVarUint8Array(decoder)
    if (step === 0) {
      this.says(frame([0, 1], Y.encodeStateAsUpdate(this.#disk, block)))
      return true
    }
    Y.applyUpdate(this.#disk, block)
    this.saved += 1
    return true
  }

  takesAll(): void {
    while (this.takes());
  }

  /** The connection ends; what is underway is lost. */
  ends(code = 1006): void {
    this.readyState = 3
    this.underway.length = 0
    this.onclose?.({ code, reason: '' })
  }
}

export type FakeServer = {
  readonly disk: Y.Doc
  readonly sockets: FakeSocket[]
  last(): FakeSocket
  readonly WebSocketClass: typeof WebSocket
  /** Whether the disk has every struct and every deletion of `doc`. */
  hasAllOf(doc: Y.Doc): boolean
}

/**
 * A document server in the test's hand: what was sent waits until the test lets it arrive, what
 * arrived until it lets it be saved, and every connection opens and ends when the test says so.
 */
export const fakeServer = (): FakeServer => {
  const disk = new Y.Doc()
  const sockets: FakeSocket[] = []
  class Connecting extends FakeSocket {
    constructor(url: string) {
      super(url, disk)
      sockets.push(this)
    }
  }

  return {
    disk,
    sockets,
    last: (): FakeSocket => {
      const socket = sockets.at(-1)
      if (!socket) throw new Error('nobody connected')
      return socket
    },
    WebSocketClass: Connecting as unknown as typeof WebSocket,
    hasAllOf: (doc: Y.Doc): boolean => {
      const both = new Y.Doc()
      Y.applyUpdate(both, Y.encodeStateAsUpdate(disk))
      Y.applyUpdate(both, Y.encodeStateAsUpdate(doc))
      const own = new Y.Doc()
      Y.applyUpdate(own, Y.encodeStateAsUpdate(disk))
      const bytes = (of: Y.Doc) => Y.encodeStateAsUpdate(of).join()
      return disk.store.pendingStructs === null && bytes(both) === bytes(own)
    },
  }
}
