import type { DeviceId, UserId } from '#shared/ids.ts'

export type LiveParticipant = {
  readonly identity: string
  readonly userId: UserId
  readonly deviceId: DeviceId
  readonly name: string
  readonly isLocal: boolean
  /** Null while off or not yet here. Show it with `LiveVideo`, which tells the server its size. */
  readonly video: MediaStreamTrack | null
  readonly audio: MediaStreamTrack | null
  /** How loud they are now, 0…1. */
  readonly level: number
  readonly quality: 'good' | 'poor' | 'lost' | 'unknown'
  /** Lines of the picture as it arrives; null for one's own and before the first frame. */
  readonly videoHeight: number | null
}

export type LiveSnapshot = {
  /** `waiting`: no ticket or no answer; asked again by itself. */
  readonly connection: 'connecting' | 'connected' | 'reconnecting' | 'waiting'
  readonly participants: readonly LiveParticipant[]
}

export type LiveRoom = {
  subscribe(listener: () => void): () => void
  /** The same object until something changed. */
  getSnapshot(): LiveSnapshot
  setMicrophone(on: boolean): void
  setCamera(on: boolean): void
  dispose(): void
}

export type MediaProblem = 'denied' | 'in-use' | 'missing' | 'insecure'

export type LocalMedia = {
  readonly stream: MediaStream
  /** Loudness of the microphone now, 0…100. */
  level(): number
  stop(): void
}
