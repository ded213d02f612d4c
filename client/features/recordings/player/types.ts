import type { Site } from '#shared/lessons/model.ts'
import type { CameraView, Part } from '#shared/recordings/model.ts'
import type { TimeRange } from '#shared/time.ts'

/** What the player needs of a track; a guest's has neither view nor gaps. */
export type PlayerTrack<P extends Part = Part> = {
  readonly site: Site
  readonly view?: CameraView
  readonly parts: readonly P[]
  readonly gaps?: readonly TimeRange[]
}

export type PlayerRecording<P extends Part = Part> = {
  /** Not needed when `partUrl` is given. */
  readonly recordingId?: string
  readonly startMs: number
  readonly endMs: number
  readonly tracks: readonly PlayerTrack<P>[]
}

/** `absent`: this site has no picture at this moment; `failed`: this browser cannot play it. */
export type SiteState = 'shown' | 'absent' | 'failed'
