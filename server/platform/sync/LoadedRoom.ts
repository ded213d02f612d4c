import type { Folding } from './Folding.ts'
import type { RoomDocument } from './RoomDocument.ts'
import type { RoomLog } from './RoomLog.ts'

/** What a room has once its document is loaded. */
export type LoadedRoom = {
  readonly document: RoomDocument
  readonly log: RoomLog
  readonly folding: Folding
}
