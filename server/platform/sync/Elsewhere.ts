import type { DocName } from '#shared/sync/docName.ts'
import type { CopiedEdit } from './CopiedEdit.ts'
import type { DocVisit } from './DocVisit.ts'
import type { DocConnection } from './ports.ts'
import type { RoomSocket } from './RoomSocket.ts'

/**
 * Rooms that live on another node. Everything rejects or
 * closes with `CannotSave` when it cannot be reached.
 */
export type Elsewhere = {
  /** Carries a visitor's frames to the owner's room and back, so that a stock client needs no redirect. */
  carry(nodeId: string, socket: RoomSocket, visit: DocVisit): void
  /** The whole document as one update, everything received so far included. */
  read(nodeId: string, name: DocName): Promise<Uint8Array>
  /**
   * Durable when it answers `done`. Nothing was done when it answers `stale`, for the document has changed
   * since, or `moved`: it lives there no more.
   */
  edit(nodeId: string, name: DocName, edit: CopiedEdit): Promise<'done' | 'stale' | 'moved'>
  connections(nodeId: string, name: DocName): Promise<readonly DocConnection[]>
  /** Resolves when everything the owner has received is stored. */
  flush(nodeId: string, name: DocName): Promise<void>
}
