import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { protocols } from '#e2e/bench/sync/lib/wire.ts'
import { until } from './until.ts'

const { read, sync } = protocols.yWebsocket

/** A socket that says exactly what a test says, and keeps what it hears. */
export class RawClient {
  readonly socket: WebSocket
  readonly received: Uint8Array[] = []
  readonly closed: Promise<number>
  #code: number | null = null
  #acked = 0
  #answers = 0
  readonly #searches = new Map<string, { looked: number; isFound: boolean }>()

  constructor(url: string, headers: Readonly<Record<string, string>>) {
    this.socket = new WebSocket(url, { headers, maxPayload: 2 ** 28 })
    this.socket.on('message', (data: Buffer) => this.#hear(new Uint8Array(data)))
    this.socket.on('error', () => undefined)
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code) => {
        this.#code = code
        resolve(code)
      })
    })
  }

  /** The close code; null while open. */
  get code(): number | null {
    return this.#code
  }
  /** The highest count that was acknowledged. */
  get acked(): number {
    return this.#acked
  }

  #hear(frame: Uint8Array): void {
    this.received.push(frame)
    const heard = read(frame)
    if (heard.kind === 'ack') this.#acked = Math.max(this.#acked, heard.count)
    if (heard.kind === 'step2') this.#answers += 1
  }

  /** Open, or closed already. */
  async opened(): Promise<this> {
    await until(
      'the socket opens or closes',
      () => this.socket.readyState === WebSocket.OPEN || this.#code !== null,
    )
    return this
  }

  send(frame: Uint8Array | string): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(frame)
  }

  /** Asks for the document; true when it was answered, false when the connection ended instead. */
  async ask(vector: Uint8Array = Uint8Array.of(0)): Promise<boolean> {
    await this.opened()
    const wanted = this.#answers + 1
    this.send(sync('', 'step1', vector))
    await until('an answer or the end', () => this.#answers >= wanted || this.#code !== null)
    return this.#answers >= wanted
  }

  /** Everything of the document it has heard. */
  document(): Y.Doc {
    const doc = new Y.Doc()
    for (const frame of this.received) {
      const heard = read(frame)
      if (heard.kind === 'step2' || heard.kind === 'update') Y.applyUpdate(doc, heard.payload)
    }
    return doc
  }

  /** Whether these words stand in any frame it got. */
  heard(words: string): boolean {
    const search = this.#searches.get(words) ?? { looked: 0, isFound: false }
    this.#searches.set(words, search)
    // Asked again and again while thousands of frames come: each is looked through once.
    for (; !search.isFound && search.looked < this.received.length; search.looked += 1)
      search.isFound = Buffer.from(this.received[search.looked] ?? []).includes(words)
    return search.isFound
  }

  leave(): void {
    this.socket.terminate()
  }
}
