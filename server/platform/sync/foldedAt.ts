import type { DocName } from '#shared/sync/docName.ts'
import { decodeSnapshot } from './DocSnapshot.ts'
import type { DocStore } from './DocStore.ts'

/** A document whole, as of one number of its log, as one Yjs update. */
export type FoldedAt = { readonly seq: number; readonly state: Uint8Array }

/** The newest sound snapshot at or before a number of the log; null when none is kept, or can be read. */
export const foldedAt = async (
  store: Pick<DocStore, 'snapshotAt'>,
  name: DocName,
  uptoSeq: number,
): Promise<FoldedAt | null> => {
  const snapshot = await store.snapshotAt(name, uptoSeq)
  if (!snapshot) return null
  try {
    return { seq: snapshot.uptoSeq, state: decodeSnapshot(snapshot.bytes).state }
  } catch {
    // Of a newer build's kind, say.
    return foldedAt(store, name, snapshot.uptoSeq - 1)
  }
}
