import type { Actor } from '#shared/access/actor.ts'
import type { FileId, RecordingId } from '#shared/ids.ts'

/** What a share link opens, asked by the slices that hold the bytes. Revoked or expired: false at once. */
export type GuestAccess = {
  mayPlay(actor: Actor, recordingId: RecordingId, partId: string): Promise<boolean>
  mayReadFile(actor: Actor, fileId: FileId): Promise<boolean>
}
