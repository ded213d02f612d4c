import type { ErrorCode } from '#shared/errors/catalog.ts'
import type { DeviceId, RecordingId, SegmentId } from '#shared/ids.ts'
import type { Site } from '#shared/lessons/model.ts'
import type { CameraView } from '#shared/recordings/model.ts'

export type RecorderSnapshot = {
  /** `stuck`: nothing more can be sent by itself; everything not sent is still on this device. */
  readonly state: 'recording' | 'uploading' | 'done' | 'stuck'
  /** Slices that are only on this device. */
  readonly localSlices: number
  /** Slices the server has confirmed. */
  readonly sentSlices: number
  readonly localBytes: number
  /** What the server or this device complains of; null also while merely offline. */
  readonly problem: ErrorCode | null
  /** False when this device's storage is full: slices wait in memory only, so the page must stay open. */
  readonly isLasting: boolean
}

export type Recorder = {
  subscribe(listener: () => void): () => void
  getSnapshot(): RecorderSnapshot
  /** Resolves when the last slice is safe on this device; sending goes on by itself. */
  stop(): Promise<void>
}

export type RecorderOptions = {
  readonly recordingId: RecordingId
  readonly site: Site
  readonly view: CameraView
  readonly deviceId: DeviceId
  readonly stream: MediaStream
  /** Wall clock of session zero, the server's. */
  readonly startedAtMs: number
  /** Loudness of the microphone now, 0…100. */
  level(): number
}

/** One run of one MediaRecorder, as this device remembers it. */
export type StoredSegment = {
  readonly segmentId: SegmentId
  readonly recordingId: RecordingId
  readonly deviceId: DeviceId
  readonly site: Site
  readonly view: CameraView
  /** Session ms right before `start()`. */
  readonly startMs: number
  readonly mime: string
  /** Set when its recorder has stopped. */
  readonly end: { readonly sliceCount: number; readonly endMs: number } | null
}

export type StoredSlice = {
  readonly segmentId: SegmentId
  readonly number: number
  /** Session ms at which it begins. */
  readonly atMs: number
  /** Session ms at which it was handed over. */
  readonly untilMs: number
  readonly content: ArrayBuffer
  readonly levels: { readonly fromIndex: number; readonly values: readonly number[] }
}
