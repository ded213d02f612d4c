import * as Y from 'yjs'
/** The document in this browser's storage. */
export type LocalCopy = {
  /** Resolves when what was stored is in the document; false when there is no storage to be had. */
  readonly loaded: Promise<boolean>
  /** Whether an update's origin is this storage. */
  isOrigin(origin: unknown): boolean
  /** A local update with this number was made: finds out whether it is really stored. */
  made(update: Uint8Array, number: number): void
  epoch(): Promise<string>
  setEpoch(epoch: string): Promise<void>
  dispose(): void
}
/**
 * Keeps the document by y-indexeddb, which writes and does not look back: a full disk would go
 * unnoticed. So every local update is looked for after its transaction; one that is not there is
 * made good with the whole state.
 */
export declare const localCopy: (
  name: string,
  doc: Y.Doc,
  onStored: (upTo: number) => void,
) => LocalCopy
