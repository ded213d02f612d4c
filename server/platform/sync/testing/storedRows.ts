import type { DocName } from '#shared/sync/docName.ts'
import type { DocAppend, DocMeta, DocStore, StoredUpdate } from '../DocStore.ts'

/** Documents as the stores' contract keeps them. */
export const NAME = 'plan:plan0001' as const
export const OTHER = 'plan:plan0002' as const
export const meta: DocMeta = { epoch: 'epoch-1', schemaVersion: 3, createdAtMs: 1_700_000_000_000 }

export const bytes = (...values: number[]) => Uint8Array.from(values)
export const row = (seq: number, update = bytes(seq, 255, 0)) => ({
  seq,
  atMs: 1_700_000_000_000 + seq,
  authorId: seq % 2 === 0 ? null : 'wangfang',
  update,
})
export const appendOf = (name: DocAppend['name'], ...seqs: number[]): DocAppend => ({
  name,
  updates: seqs.map((seq) => row(seq)),
  claims: [],
  fence: 0,
})
/** Appends and waits until it is down. */
export const append = async (store: DocStore, batch: readonly DocAppend[]): Promise<void> => {
  const { written, durable } = store.append(batch)
  await written
  await durable
}

/** What a test needs besides the store: a way to damage rows as a bad disk would, and to come back. */
export type StoreUnderTest = {
  readonly store: DocStore
  /** Everything appended so far lies in rows of its own. */
  settle(): Promise<void>
  /** Changes the bytes of the row that holds this update. */
  damageUpdate(name: string, seq: number, damage: (bytes: Uint8Array) => Uint8Array): Promise<void>
  damageSnapshot(name: string, uptoSeq: number): Promise<void>
  snapshotSeqs(name: string): Promise<number[]>
  /** Closes the store and opens it again; null: it keeps nothing. */
  readonly reopen: (() => Promise<DocStore>) | null
  /**
   * Another update under a number that is taken is an error;
   * otherwise the second update of that number is dropped.
   */
  readonly refusesTaken: boolean
  /** Says at any time from which documents something has yet to follow, not only of an earlier process. */
  readonly marksFollowed: boolean
  /** Makes the next owner; null where there is one node. */
  readonly raiseFence: ((name: DocName) => Promise<number>) | null
  close(): Promise<void>
}

export const seqsOf = (updates: readonly StoredUpdate[] = []) => updates.map(({ seq }) => seq)
export const count = (length: number, from = 1) => Array.from({ length }, (_, i) => i + from)
