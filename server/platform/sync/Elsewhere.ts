import type { DocName } from '#shared/sync/docName.ts'
import type { DocVisit } from './DocVisit.ts'
import type { DocConnection } from './ports.ts'
import type { RoomSocket } from './RoomSocket.ts'

/** An edit of the server's own, made on a copy of the document. */
export type CopiedEdit = {
  readonly update: Uint8Array
  /** The copy's state vector before it; null: it stays right whatever was written meanwhile. */
  readonly basedOn: Uint8Array | null
  /** On whose behalf; null for the server alone. */
  readonly authorId: string | null
}

/** Rooms that live on another node. Everything rejects or closes with `CannotSave` when it cannot be reached. */
export type Elsewhere = {
  /** Carries a visitor's frames to the owner's room and back, so that a stock client needs no redirect. */
  carry(nodeId: string, socket: RoomSocket, visit: DocVisit): void
  /** The whole document as one update, everything received so far included. */
  read(nodeId: string, name: DocName): Promise<Uint8Array>
  /** Durable when it answers `done`; `stale` when the document has changed since, and nothing was done. */
  edit(nodeId: string, name: DocName, edit: CopiedEdit): Promise<'done' | 'stale'>
  connections(nodeId: string, name: DocName): Promise<readonly DocConnection[]>
  /** Resolves when everything the owner has received is stored. */
  flush(nodeId: string, name: DocName): Promise<void>
}
