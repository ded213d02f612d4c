import * as Y from 'yjs'

/**
 * How much of a document the server is known to have, as one clock per client id. Everything beyond
 * it was made here (or lay in this browser's storage) and exists nowhere else as far as one knows.
 */
export class HeldByServer {
  #own: ReadonlyMap<number, number> = new Map()
  #hasHeard = false
  readonly #brought = new Map<number, number>()

  /** Before the server has spoken nobody can tell what it has. */
  get isKnown(): boolean {
    return this.#hasHeard
  }

  /** The server's own word at a connection's beginning: what it has lost meanwhile is not held. */
  heard(stateVector: Uint8Array): void {
    this.#own = Y.decodeStateVector(stateVector)
    this.#brought.clear()
    this.#hasHeard = true
  }

  /** Everything in the document now is acknowledged. */
  allOf(doc: Y.Doc): void {
    this.#own = Y.decodeStateVector(Y.encodeStateVector(doc))
  }

  /** What a transaction of the server's added came from it. */
  broughtBy({ beforeState, afterState }: Y.Transaction): void {
    for (const [client, clock] of afterState)
      if (beforeState.get(client) !== clock) this.#brought.set(client, clock)
  }

  /** The first clock of this client id that the server is not known to have. */
  from(client: number): number {
    return Math.max(this.#own.get(client) ?? 0, this.#brought.get(client) ?? 0)
  }
}
