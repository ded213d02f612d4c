/** Every update ever accepted, in order: content, history and evidence. Nothing deletes from it. */
type DocUpdateTable = {
  doc: string
  /** 1, 2, 3 … per document; the primary key keeps two writers from both having the next one. */
  seq: number
  /** Server wall clock, ms since 1970. */
  at_ms: number
  /** Null: the server's own edit. */
  author_id: string | null
  bytes: Uint8Array
  /** CRC-32 of `bytes`. */
  checksum: number
}

/** Everything up to and including `upto_seq` as one update; the newest three are kept. */
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

export interface DocumentTables {
  doc_update: DocUpdateTable
  doc_snapshot: DocSnapshotTable
  doc_meta: DocMetaTable
  doc_client: DocClientTable
}
