import * as Y from 'yjs'

/**
 * How much of a document the server is known to have, as one clock per client id. Everything beyond
 * it was made here (or lay in this browser's storage) and exists nowhere else as far as one knows.
 */
export class HeldByServer {
  #own: ReadonlyMap<number, number> = new Map()
  #hasHeard = false
  /** So much of what this page has made was acknowledged to it. */
  #acknowledged = 0
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
    this.#acknowledged = Y.getState(doc.store, doc.clientID)
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

  /**
   * The same, for what others take away. Another tab of this browser may have brought the server what
   * stands here, into something that was gone there by then: it has the words and nobody has seen them. Of
   * what this page has made itself only that counts which was acknowledged to it.
   */
  seenIn({ clientID }: Y.Doc): Pick<HeldByServer, 'from'> {
    return {
      from: (client) =>
        client === clientID ? Math.min(this.from(client), this.#acknowledged) : this.from(client),
    }
  }
}
