import type { CloseReason } from '#shared/sync/closeCodes.ts'
import type { DocName } from '#shared/sync/docName.ts'
import type { Concerned } from './Concerned.ts'
import type { CopiedEdit } from './CopiedEdit.ts'
import type { DocVisit } from './DocVisit.ts'
import type { DocConnection } from './ports.ts'
import type { RoomDocument } from './RoomDocument.ts'
import type { RoomSocket } from './RoomSocket.ts'

/** The rooms of this node, for sockets and for other nodes. */
export type LocalRooms = {
  /** Takes in a visitor whom another node carries to us; never carried on. */
  admit(socket: RoomSocket, visit: DocVisit): Promise<void>
  /** The whole document as one update, durable. */
  read(name: DocName): Promise<Uint8Array>
  /** As `Elsewhere.edit`. */
  edit(name: DocName, edit: CopiedEdit): Promise<'done' | 'stale' | 'moved'>
  connections(name: DocName): readonly DocConnection[]
  /** Whether this node has claimed the document. */
  owns(name: DocName): boolean
  flush(name: DocName): Promise<void>
  /** Tells its owner what is written, unless it lives elsewhere: then its room does, with what comes. */
  project(name: DocName): Promise<void>
  /** What the document's kind makes of these updates, which are all it has. */
  projectedFrom(name: DocName, updates: readonly Uint8Array[]): Promise<unknown>
  /** Opens a document of ours, and keeps it as long as `use` takes. */
  keep(name: DocName, use: (document: RoomDocument) => Promise<void>): Promise<void>
  /** Makes ready what the first who type would else wait beside. Once all owners are known. */
  standBy(): void
  closeWhere(concerned: Concerned, reason: CloseReason): void
}
