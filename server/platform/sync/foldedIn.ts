import type { DocName } from '#shared/sync/docName.ts'
import { decodeSnapshot } from './DocSnapshot.ts'
import type { DocStore, Stretch } from './DocStore.ts'

/** A document whole, as of one number of its log, as one Yjs update. */
export type Folded = { readonly seq: number; readonly state: Uint8Array }

/** The newest snapshot in a stretch of the log that is sound and can be read; null when none is kept. */
export const foldedIn = async (
  store: Pick<DocStore, 'snapshotIn'>,
  name: DocName,
  stretch: Stretch,
): Promise<Folded | null> => {
  const snapshot = await store.snapshotIn(name, stretch)
  if (!snapshot) return null
  try {
    return { seq: snapshot.uptoSeq, state: decodeSnapshot(snapshot.bytes).state }
  } catch {
    // Of a newer build's kind, say.
    return foldedIn(store, name, { ...stretch, uptoSeq: snapshot.uptoSeq - 1 })
  }
}
