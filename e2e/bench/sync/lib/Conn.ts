import type { Socket } from 'node:net'
import { WebSocket } from 'ws'
import { EMPTY_UPDATE, EMPTY_VECTOR, type Protocol, protocols, type SyncKind } from './wire.ts'

/** Where one connection goes, and as whom. Cloneable: threads get it as it is. */
export type Endpoint = {
  readonly doc: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly protocol: keyof typeof protocols
  /** Of protocols that authenticate by message. */
  readonly token: string
  /** Who signs what is written in a guarded document. */
  readonly user: { readonly userId: string; readonly name: string }
  /** The server was asked for acknowledgements. */
  readonly wantsAcks: boolean
}

/** `ws` keeps its socket to itself; a bench has to stop reading from it and to count its bytes. */
const socketOf = (ws: WebSocket): Socket => (ws as unknown as { readonly _socket: Socket })._socket

/** One connection: the socket and the handshake. What it makes of updates, its subclasses say. */
export class Conn {
  readonly endpoint: Endpoint
  readonly #protocol: Protocol
  readonly closed: Promise<number>
  #resolveClosed: (code: number) => void = () => undefined
  #ws: WebSocket | null = null
  #frames = 0
  #updatesSent = 0
  #updatesAcked = 0
  #step2Ms: number | null = null
  #state: 'new' | 'open' | 'closed' = 'new'

  constructor(endpoint: Endpoint) {
    this.endpoint = endpoint
    this.#protocol = protocols[endpoint.protocol]
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve
    })
  }

  get frames(): number {
    return this.#frames
  }
  get updatesSent(): number {
    return this.#updatesSent
  }
  get updatesAcked(): number {
    return this.#updatesAcked
  }
  /** From connecting until the first SyncStep2 arrived. */
  get step2Ms(): number | null {
    return this.#step2Ms
  }
  get state(): 'new' | 'open' | 'closed' {
    return this.#state
  }
  get bufferedBytes(): number {
    return this.#ws?.bufferedAmount ?? 0
  }

  /** Opens the socket and starts the sync; resolves at the first SyncStep2. */
  connect({ timeoutMs = 30_000 }: { timeoutMs?: number } = {}): Promise<this> {
    const { url, headers, doc, token } = this.endpoint
    return new Promise((resolve, reject) => {
      const beganMs = performance.now()
      const ws = new WebSocket(url, { headers, handshakeTimeout: timeoutMs, maxPayload: 2 ** 30 })
      const timer = setTimeout(() => {
        reject(new Error(`no SyncStep2 for ${doc} within ${timeoutMs} ms`))
        ws.terminate()
      }, timeoutMs)
      this.#ws = ws
      ws.on('open', () => {
        this.#state = 'open'
        socketOf(ws).setNoDelay(true)
        const opening = this.#protocol.opening(doc, token)
        if (opening) this.#send(opening)
        else this.#startSync()
      })
      ws.on('message', (data: Buffer) => {
        const kind = this.#hear(data)
        if (kind === 'denied') reject(new Error('denied'))
        if (kind !== 'step2') return
        this.#step2Ms ??= performance.now() - beganMs
        clearTimeout(timer)
        resolve(this)
      })
      ws.on('error', reject)
      ws.on('close', (code, reason) => {
        this.#state = 'closed'
        clearTimeout(timer)
        reject(new Error(`closed ${code} ${reason}`))
        this.#resolveClosed(code)
      })
    })
  }

  #hear(data: Buffer): string {
    const nowMs = performance.now()
    this.#frames += 1
    const heard = this.#protocol.read(data)
    switch (heard.kind) {
      case 'step1':
        this.#sync('step2', this.answerTo(heard.payload))
        break
      case 'step2':
      case 'update':
        this.onUpdate(heard.payload, nowMs)
        break
      case 'awareness':
        this.onAwareness(heard.payload, nowMs)
        break
      case 'ack':
        this.onAcked(this.#updatesAcked, heard.count, nowMs)
        this.#updatesAcked = heard.count
        break
      case 'authenticated':
        this.#startSync()
        break
      case 'ping':
        this.#send(this.#protocol.pong())
    }
    return heard.kind
  }

  #startSync(): void {
    this.#sync('step1', this.stateVector())
  }

  #sync(kind: SyncKind, payload: Uint8Array): void {
    // The server counts what carries an update, and so do we.
    if (kind !== 'step1') this.countSent()
    this.#send(this.#protocol.sync(this.endpoint.doc, kind, payload))
  }

  #send(bytes: Uint8Array): void {
    if (this.#ws?.readyState === WebSocket.OPEN) this.#ws.send(bytes)
  }

  protected countSent(): void {
    this.#updatesSent += 1
  }

  sendUpdate(update: Uint8Array): void {
    this.#sync('update', update)
  }

  sendAwareness(payload: Uint8Array): void {
    this.#send(this.#protocol.awareness(this.endpoint.doc, payload))
  }

  /** Bytes on the wire so far, frames included. */
  wire(): { readonly up: number; readonly down: number } {
    const socket = this.#ws && socketOf(this.#ws)
    return { up: socket?.bytesWritten ?? 0, down: socket?.bytesRead ?? 0 }
  }

  stopReading(): void {
    if (this.#ws) socketOf(this.#ws).pause()
  }
  readAgain(): void {
    if (this.#ws) socketOf(this.#ws)?.resume()
  }
  close(): void {
    this.#ws?.close()
  }
  terminate(): void {
    this.#ws?.terminate()
  }

  protected stateVector(): Uint8Array {
    return EMPTY_VECTOR
  }
  protected answerTo(_stateVector: Uint8Array): Uint8Array {
    return EMPTY_UPDATE
  }
  protected onUpdate(_payload: Uint8Array, _nowMs: number): void {}
  protected onAwareness(_payload: Uint8Array, _nowMs: number): void {}
  /** Updates number `from` up to before `to` of this connection are safe, counted from 0. */
  protected onAcked(_from: number, _to: number, _nowMs: number): void {}
}
