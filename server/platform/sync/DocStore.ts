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
  /** The number under which this node owns the document (`Ownership`). */
  readonly fence: number
}

/** An append on its way: first nobody's crash can take it away, then no loss of power. */
export type Receipt = {
  /**
   * Null: it has been handed over already, and survives the end of this process. Otherwise resolves
   * then, and rejects when nothing of the batch is kept.
   */
  readonly written: Promise<void> | null
  /**
   * On the disk. After `written` it does not reject: a store that cannot make good what it has
   * taken ends the process, for a retry of a failed fsync may lie.
   */
  readonly durable: Promise<void>
}

/** Another node owns the document by now; nothing of the append is kept. */
export class FencedOff extends Error {
  override readonly name = 'FencedOff'
}

/**
 * A row that failed its checksum. It stays where it is for whoever wants to look at it. `journal`:
 * the journal has lost bytes, and there may have been rows of this document in them, from `seq` on.
 */
export type SetAside = { readonly what: 'update' | 'snapshot' | 'journal'; readonly seq: number }

export type LoadedDoc = {
  readonly meta: DocMeta
  /** The newest sound snapshot, or null when there is none. What its bytes mean the room knows. */
  readonly snapshot: { readonly uptoSeq: number; readonly bytes: Uint8Array } | null
  /** The sound updates after the snapshot, in order. */
  readonly updates: readonly StoredUpdate[]
  readonly claims: readonly ClientClaim[]
  /** The highest sequence number ever taken, damaged rows included; 0 for none. */
  readonly lastSeq: number
  readonly setAside: readonly SetAside[]
}

/** How many snapshots of a document are kept, so that a damaged one has a predecessor. */
export const SNAPSHOT_GENERATIONS = 3

/** Numbers of a log: all after the first, and up to the second, which is among them. */
export type Stretch = {
  readonly afterSeq: number
  readonly uptoSeq: number
  /**
   * And no further than the last update stored at or before this time (server wall clock, ms since
   * 1970), damaged rows included: of one that the time divides, its first number.
   */
  readonly untilMs?: number
}

/** Where to read on in a document's history, and how much at most. */
export type HistoryRange = {
  /** Only what comes after this number; 0 from the beginning. */
  readonly afterSeq: number
  /**
   * Up to the last update stored at or before this time
   * (server wall clock, ms since 1970), order by number.
   */
  readonly untilMs?: number
  /**
   * At most so many updates, and fewer when they are
   * large; the reader goes on after the last one's number.
   */
  readonly limit: number
}

/**
 * A page ends with the update that makes it so large: a thousand keystrokes are a tenth of it, and a
 * thousand of the largest updates would be more than this process may hold.
 */
export const HISTORY_PAGE_BYTES = 1024 * 1024

/** What of these, which lie in order, is one page. */
export const firstPage = (updates: readonly StoredUpdate[], limit: number): StoredUpdate[] => {
  const page: StoredUpdate[] = []
  let bytes = 0
  for (const update of updates) {
    if (page.length >= limit || bytes >= HISTORY_PAGE_BYTES) break
    page.push(update)
    bytes += update.update.length
  }
  return page
}

/** More may follow: only a page that is not full is the last. */
export const isFullPage = (page: readonly StoredUpdate[], limit: number): boolean =>
  page.length >= limit ||
  page.reduce((sum, { update }) => sum + update.length, 0) >= HISTORY_PAGE_BYTES

/**
 * Where documents are kept. The update log is only ever appended to. Bytes that are handed over
 * belong to the store from then on; bytes it answers with belong to the caller.
 */
export type DocStore = {
  /**
   * Null: nobody ever made this document. Contains every append that was written before the call.
   * With `beforeSeq` only a snapshot of an earlier number counts: the room cannot read the one of
   * that number, whatever its checksum says.
   */
  load(name: DocName, beforeSeq?: number): Promise<LoadedDoc | null>
  /** The newest sound snapshot in a stretch of the log, and nothing of that; null where none is kept. */
  snapshotIn(name: DocName, stretch: Stretch): Promise<LoadedDoc['snapshot']>
  /** Makes the document with its first rows, durably and at once. False: it was there already. */
  create(meta: DocMeta, first: DocAppend): Promise<boolean>
  /**
   * All or nothing for the whole batch; throws, or rejects `written`, when nothing is kept. What
   * was appended earlier is written and durable earlier.
   */
  append(batch: readonly DocAppend[]): Receipt
  /** Adds a snapshot and forgets those beyond the kept generations; never touches the log. */
  saveSnapshot(
    name: DocName,
    snapshot: {
      readonly uptoSeq: number
      readonly bytes: Uint8Array
      readonly madeAtMs: number
      readonly fence: number
    },
  ): Promise<void>
  /** Sound updates in order, a page of them (`isFullPage`). */
  history(name: DocName, range: HistoryRange): Promise<readonly StoredUpdate[]>
  /** What follows from the document's updates up to this number was done. */
  followed(name: DocName, uptoSeq: number): Promise<void>
  /**
   * Documents from whose last updates something follows that may not have been done: they are open,
   * or whoever had them open was killed.
   */
  unfinished(): Promise<readonly DocName[]>
  /** Everything that was written is durable and everything is let go. */
  close(): Promise<void>
}
