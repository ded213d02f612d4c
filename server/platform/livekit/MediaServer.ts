import type { ClassroomRole } from '#shared/classrooms/model.ts'
import type { DeviceId, UserId } from '#shared/ids.ts'

export type MediaState = 'ready' | 'building' | 'down' | 'absent'

/** What a person sees about the media server: the state, and one sentence of progress or help for the log. */
export type MediaStatus = { readonly state: MediaState; readonly detail: string }

export type JoinTicket = {
  readonly url: string
  readonly token: string
  readonly expiresAtMs: number
}

export type MediaParticipant = {
  readonly userId: string
  readonly deviceId: string
  readonly publishes: boolean
}

/** The real-time media server behind the classroom. The only door to LiveKit. */
export type MediaServer = {
  status(): MediaStatus
  onStatus(listener: (status: MediaStatus) => void): () => void
  /**
   * A ticket for one device of one person, valid 600 s. Makes the room when it is missing (a
   * restarted media server has forgotten its rooms). Grants follow reliability.md §2.5 exactly:
   * lead: camera, microphone, screen share; assist: camera, microphone; observer: nothing to publish.
   * Never a grant beyond joining, never hidden. Throws `classrooms/media-not-ready`.
   */
  createTicket(request: {
    readonly room: string
    readonly userId: UserId
    readonly deviceId: DeviceId
    readonly name: string
    readonly role: ClassroomRole
    /** False for a second device of the same site: subscribes only. */
    readonly publishes: boolean
  }): Promise<JoinTicket>
  /** Ends the room for everybody; a room that is not there is fine. */
  closeRoom(room: string): Promise<void>
  removeParticipant(room: string, userId: UserId, deviceId: DeviceId): Promise<void>
  /**
   * Who is in the room now, and whether their ticket lets them send sound or picture; nobody where
   * there is no media server at all. Throws `classrooms/media-not-ready`.
   */
  participants(room: string): Promise<readonly MediaParticipant[]>
  close(): Promise<void>
}
