import type { DocName } from '#shared/sync/docName.ts'

/** Facts about a document that do not change with its text. */
export type DocMeta = {
  readonly epoch: string
  readonly schemaVersion: number
  readonly createdAtMs: number
}

export type StoredUpdate = {
  readonly seq: number
  readonly atMs: number
  /** Null: the server's own edit. */
  readonly authorId: string | null
  readonly update: Uint8Array
}

/** A Yjs client id and the user it belongs to; `userId` is empty for the server's own. */
export type ClientClaim = { readonly clientId: number; readonly userId: string }

/** What one document has to write in one go. */
export type DocAppend = {
  readonly name: DocName
  readonly updates: readonly StoredUpdate[]
  readonly claims: readonly ClientClaim[]
}

/** A row that failed its checksum. It stays where it is for whoever wants to look at it. */
export type SetAside = { readonly what: 'update' | 'snapshot'; readonly seq: number }

export type LoadedDoc = {
  readonly meta: DocMeta
  /** The newest sound snapshot, or null when there is none. */
  readonly snapshot: { readonly uptoSeq: number; readonly state: Uint8Array } | null
  /** The sound updates after the snapshot, in order. */
  readonly updates: readonly StoredUpdate[]
  readonly claims: readonly ClientClaim[]
  /** The highest sequence number on the disk, damaged rows included; 0 for none. */
  readonly lastSeq: number
  readonly setAside: readonly SetAside[]
}

/** How many snapshots of a document are kept, so that a damaged one has a predecessor. */
export const SNAPSHOT_GENERATIONS = 3

/**
 * Where documents are kept. A promise that resolves means durable: fsynced where the driver has a
 * disk. The update log is only ever appended to.
 */
export type DocStore = {
  /** Null: nobody ever made this document. */
  load(name: DocName): Promise<LoadedDoc | null>
  /** Makes the document with its first rows, in one transaction. False: it was there already. */
  create(meta: DocMeta, first: DocAppend): Promise<boolean>
  /** All or nothing for the whole batch. A sequence number that is taken is an error. */
  append(batch: readonly DocAppend[]): Promise<void>
  /** Adds a snapshot and forgets those beyond the kept generations; never touches the log. */
  saveSnapshot(
    name: DocName,
    snapshot: {
      readonly uptoSeq: number
      readonly state: Uint8Array
      readonly madeAtMs: number
    },
  ): Promise<void>
  /** Every sound update since the document was made, in order. */
  history(name: DocName): Promise<readonly StoredUpdate[]>
  /** After the document's past has changed, e.g. a restored backup. */
  setEpoch(name: DocName, epoch: string): Promise<void>
}
