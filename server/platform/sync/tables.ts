import type { Generated } from 'kysely'

/** Every update ever accepted, in order: content, history and evidence. Nothing deletes from it. */
type DocLogTable = {
  doc: string
  /** 1, 2, 3 … per document; the row holds the updates from `first_seq` to `last_seq`. */
  first_seq: number
  last_seq: number
  /** Server wall clock, ms since 1970: the earliest and the latest of the row's updates. */
  first_at_ms: number
  last_at_ms: number
  /** Packed updates (`store/packedRows.ts`). */
  bytes: Uint8Array
  /** CRC-32 of `bytes`. */
  checksum: number
}

/** Everything up to and including `upto_seq`, as `encodeSnapshot` writes it; the newest three are kept. */
type DocSnapshotTable = {
  doc: string
  upto_seq: number
  state: Uint8Array
  checksum: number
  made_at_ms: number
}

type DocMetaTable = {
  doc: string
  /** Changes when the document's past changes (a restored backup): older clients must not merge. */
  epoch: string
  schema_version: number
  created_at_ms: number
}

/** Who writes under which Yjs client id. An empty `user_id` is the server itself. */
type DocClientTable = {
  doc: string
  client_id: number
  user_id: string
}

/** The number of the newest owner; in a data folder, which has one owner for all, under an empty name. */
type DocFenceTable = {
  doc: string
  fence: number
  /** The last number taken by an append that held this row; 0 for none, and where there is one node. */
  last_seq: Generated<number>
}

/** Up to which update what follows from them was done: lists show it. Lags while the document is open. */
type DocFollowedTable = {
  doc: string
  upto_seq: number
}

export interface DocumentTables {
  doc_log: DocLogTable
  doc_snapshot: DocSnapshotTable
  doc_meta: DocMetaTable
  doc_client: DocClientTable
  doc_fence: DocFenceTable
  doc_followed: DocFollowedTable
}
