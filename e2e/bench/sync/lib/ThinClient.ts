import { Conn, type Endpoint } from './Conn.ts'

type Ears = {
  readonly onUpdate?: (payload: Uint8Array, nowMs: number) => void
  readonly onAwareness?: (payload: Uint8Array, nowMs: number) => void
  readonly stateVector?: Uint8Array
  readonly answerTo?: (stateVector: Uint8Array) => Uint8Array
}

/** Only looks at bytes, so that hundreds of readers cost the load generator almost nothing. */
export class ThinClient extends Conn {
  readonly #ears: Ears

  constructor(endpoint: Endpoint, ears: Ears = {}) {
    super(endpoint)
    this.#ears = ears
  }

  protected override stateVector(): Uint8Array {
    return this.#ears.stateVector ?? super.stateVector()
  }
  protected override answerTo(stateVector: Uint8Array): Uint8Array {
    return this.#ears.answerTo?.(stateVector) ?? super.answerTo(stateVector)
  }
  protected override onUpdate(payload: Uint8Array, nowMs: number): void {
    this.#ears.onUpdate?.(payload, nowMs)
  }
  protected override onAwareness(payload: Uint8Array, nowMs: number): void {
    this.#ears.onAwareness?.(payload, nowMs)
  }
}
