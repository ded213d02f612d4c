import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { Conn, type Endpoint } from './Conn.ts'
import type { Ledger } from './Ledger.ts'
import { type Pen, penFor, wordsOf } from './pens.ts'

const names = ['王芳', '李静', '周岚', '许文', '陈明']

type Options = {
  readonly ledger?: Ledger
  /** How many others are to receive each edit. */
  readonly receivers?: number
  readonly hasPresence?: boolean
  readonly doc?: Y.Doc
}

/** Keeps a Y.Doc and applies everything, as an editor does. */
export class FullClient extends Conn {
  readonly doc: Y.Doc
  readonly #ledger: Ledger | null
  readonly #receivers: number
  readonly #awareness: Awareness | null
  readonly #pen: Pen
  readonly #sentAtMs: number[] = []

  constructor(endpoint: Endpoint, { ledger, receivers = 0, hasPresence, doc }: Options = {}) {
    super(endpoint)
    this.doc = doc ?? new Y.Doc()
    this.#ledger = ledger ?? null
    this.#receivers = receivers
    this.#awareness = hasPresence ? new Awareness(this.doc) : null
    this.#pen = penFor(this.doc, endpoint)
    this.doc.on('update', this.#changed)
    if (ledger) this.doc.on('afterTransaction', (transaction) => this.#received(transaction))
  }

  get clock(): number {
    return Y.getState(this.doc.store, this.doc.clientID)
  }

  readonly #changed = (update: Uint8Array, origin: unknown): void => {
    if (origin !== this) this.sendUpdate(update)
  }

  #received({ local, beforeState, afterState }: Y.Transaction): void {
    if (local) return
    const nowMs = performance.now()
    for (const [client, clock] of afterState) {
      const before = beforeState.get(client) ?? 0
      if (clock > before) this.#ledger?.seen(client, [before, clock], nowMs)
    }
  }

  /** One keystroke, as an editor would send it; its time counts from just before it is made. */
  type(char = 'x'): void {
    const beganMs = performance.now()
    const before = this.clock
    this.#pen.type(char)
    const clocks = [before, this.clock] as const
    this.#ledger?.sent(this.doc.clientID, clocks, { atMs: beganMs, receivers: this.#receivers })
    if (this.#awareness) this.#moveCursor(this.#awareness)
  }

  backspace(): void {
    this.#pen.backspace()
  }

  #moveCursor(awareness: Awareness): void {
    const place = this.#pen.place()
    const anchor = place && Y.createRelativePositionFromTypeIndex(place, place.length)
    const name = names[this.doc.clientID % names.length]
    awareness.setLocalState({ user: { name }, cursor: { anchor, head: anchor } })
    this.sendAwareness(encodeAwarenessUpdate(awareness, [this.doc.clientID]))
  }

  /** What it shows, to compare with the others. */
  words(): string {
    return wordsOf(this.doc)
  }

  /** Ends this connection for good; the document stays, for another one. */
  leave(): void {
    this.doc.off('update', this.#changed)
    this.terminate()
  }

  destroy(): void {
    this.close()
    this.#awareness?.destroy()
    this.doc.destroy()
  }

  protected override countSent(): void {
    this.#sentAtMs.push(this.#ledger?.isOn === false ? Number.NaN : performance.now())
    super.countSent()
  }
  protected override stateVector(): Uint8Array {
    return Y.encodeStateVector(this.doc)
  }
  protected override answerTo(stateVector: Uint8Array): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc, stateVector)
  }
  protected override onUpdate(payload: Uint8Array): void {
    Y.applyUpdate(this.doc, payload, this)
  }
  protected override onAwareness(payload: Uint8Array): void {
    if (this.#awareness) applyAwarenessUpdate(this.#awareness, payload, this)
  }
  protected override onAcked(from: number, to: number, nowMs: number): void {
    for (let index = from; index < to; index += 1) {
      const sentMs = this.#sentAtMs[index]
      if (sentMs !== undefined && !Number.isNaN(sentMs)) this.#ledger?.acks.push(nowMs - sentMs)
    }
  }
}
