/** An edit of the server's own, made on a copy of the document, where it stops nobody. */
export type CopiedEdit = {
  readonly update: Uint8Array
  /** The copy's state vector before it. */
  readonly basedOn: Uint8Array
  /**
   * It stays right whatever people have written since. What
   * the server has written since makes it stale in any case.
   */
  readonly standsBesidePeople: boolean
  /** On whose behalf; null for the server alone. */
  readonly authorId: string | null
}
