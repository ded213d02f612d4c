import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

const frame = (numbers: readonly number[], block?: Uint8Array): ArrayBuffer => {
  const encoder = encoding.createEncoder()
  for (const number of numbers) encoding.writeVarUint(encoder, number)
  if (block) encoding.writeVarUint8Array(encoder, block)
  return encoding.toUint8Array(encoder).slice().buffer
}

/** Whether an update builds on something that is not there. */
const hasGap = (doc: Y.Doc, update: Uint8Array): boolean => {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  Y.applyUpdate(copy, update)
  return copy.store.pendingStructs !== null || copy.store.pendingDs !== null
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
  /** So many update messages the server has accepted; perhaps in memory only. */
  arrived = 0
  #messages = 0
  #isAwaitingStep2 = false

  readonly #server: { readonly disk: Y.Doc; readonly memory: Y.Doc }

  constructor(url: string, server: { readonly disk: Y.Doc; readonly memory: Y.Doc }) {
    this.url = url
    this.#server = server
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
    this.says(frame([0, 0], Y.encodeStateVector(this.#server.disk)))
  }

  says(data: ArrayBuffer): void {
    this.onmessage?.({ data })
  }

  acknowledges(): void {
    this.says(frame([100, this.saved]))
  }

  /** The oldest message arrives; it is on the disk unless the server forgets. False when there is none. */
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
      this.says(frame([0, 1], Y.encodeStateAsUpdate(this.#server.memory, block)))
      return true
    }
    this.#messages += 1
    if (this.#isAwaitingStep2 && step !== 1) return true
    // [DR9] What builds on something that is missing is dropped, and so is what follows it.
    this.#isAwaitingStep2 = hasGap(this.#server.memory, block)
    if (this.#isAwaitingStep2) return true
    Y.applyUpdate(this.#server.memory, block)
    this.arrived = this.#messages
    if (this.#server.memory === this.#server.disk) this.saved = this.arrived
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
  /** Of a forgetful server: what has arrived is on the disk now. */
  saves(): void
  /** Of a forgetful server: the power goes, or the disk is full. What was not saved never was. */
  forgets(code: number): void
}

/**
 * A document server in the test's hand: what was sent waits until the test lets it arrive, what
 * arrived until it lets it be saved, and every connection opens and ends when the test says so.
 */
export const fakeServer = (options: { readonly isForgetful?: boolean } = {}): FakeServer => {
  const disk = new Y.Doc()
  const server = { disk, memory: options.isForgetful ? new Y.Doc() : disk }
  const sockets: FakeSocket[] = []
  class Connecting extends FakeSocket {
    constructor(url: string) {
      super(url, server)
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
    saves: () => {
      Y.applyUpdate(disk, Y.encodeStateAsUpdate(server.memory))
      for (const socket of sockets) socket.saved = socket.arrived
    },
    forgets: (code) => {
      server.memory = new Y.Doc()
      Y.applyUpdate(server.memory, Y.encodeStateAsUpdate(disk))
      for (const socket of sockets) if (socket.readyState < 2) socket.ends(code)
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
