/** The document in this browser's storage. */
export type DocCopy = {
  /** Resolves when what was stored is in the document; false when there is no storage to be had. */
  readonly loaded: Promise<boolean>
  /** Whether an update's origin is this storage. */
  isOrigin(origin: unknown): boolean
  /** A local update with this number was made: finds out whether it is really stored. */
  made(update: Uint8Array, number: number): void
  /** Content with this number came from the server: finds out whether everything so far is really stored. */
  heard(number: number): void
  /**
   * What another tab has written into the storage since comes into the document: it may have been
   * closed before the server had it. What cannot be placed stays out.
   */
  lookAgain(): Promise<void>
  /**
   * The same when no other tab shows the document, before the server speaks: what a tab that is gone
   * has left must be here when others' changes come that take away what it stands in.
   */
  lookForLeft(): Promise<void>
  /**
   * The server has everything: after signing out nothing here is worth keeping, and a copy that was
   * left to another tab may be kept in again.
   */
  allSaved(): void
  /** By client id: from which clock on the server may lack what was written in this browser. */
  unsent(): ReadonlyMap<number, number>
  /**
   * Takes out of the document what the storage has and cannot be placed, because a row of it is
   * missing: sent as it is the server would refuse all of it. Returns what tries to place it, for
   * when the server's content is there.
   */
  setUnplacedAside(): () => void
  epoch(): Promise<string>
  setEpoch(epoch: string): Promise<void>
  /**
   * The session is open: what would be needed to seal without one is made ready, and what was sealed
   * or taken from us is kept as before.
   */
  signedIn(): void
  /**
   * The session has ended: nothing of this user's stays readable in this browser. What is made from
   * now on is sealed too. Where nothing can be sealed all stays as it was: readable beats lost.
   */
  seal(): Promise<void>
  /** Somebody has signed in again: what was sealed is back, and the storage is as it was. */
  reopen(): Promise<void>
  /** Empties the storage and writes no more. Other tabs keep their connection to it. */
  forget(): Promise<void>
  dispose(): void
}
