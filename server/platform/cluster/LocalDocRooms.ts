import type { CloseReason } from '#shared/sync/closeCodes.ts'
import type { DocName } from '#shared/sync/docName.ts'
import type { Concerned } from '../sync/Concerned.ts'
import type { DocVisit } from '../sync/createDocRooms.ts'
import type { DocConnection, DocRooms } from '../sync/ports.ts'
import type { RoomSocket } from '../sync/RoomSocket.ts'

/** The rooms of this node, as the other nodes and `clusterDocRooms` see them. */
export type LocalDocRooms = Pick<DocRooms, 'own' | 'transact' | 'read' | 'history' | 'close'> & {
  /** Takes in a visitor another node carries to us; who is not ours is sent away with `CannotSave`. */
  admitHere(socket: RoomSocket, visit: DocVisit): void
  /** Everything about documents this node owns or can own; rejects for those of another. */
  readonly local: {
    read(name: DocName): Promise<Uint8Array>
    edit(
      name: DocName,
      change: { readonly update: Uint8Array; readonly basedOn: Uint8Array },
    ): Promise<'done' | 'stale'>
    connections(name: DocName): readonly DocConnection[]
    flush(name: DocName): Promise<void>
    closeWhere(concerned: Concerned, reason: CloseReason): void
  }
}
