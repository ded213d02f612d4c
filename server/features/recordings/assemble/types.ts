import type { TimeRange } from '#shared/time.ts'

export type SliceFile = { readonly number: number; readonly bytes: number; readonly key: string }

/** What the thread gets of one run of one MediaRecorder. */
export type SegmentFiles = {
  readonly startMs: number
  readonly mime: string
  readonly slices: readonly SliceFile[]
}

/** One site's work: segments in order of their start; nothing captured from `untilMs` on is kept. */
export type TrackJob = { readonly segments: readonly SegmentFiles[]; readonly untilMs: number }

/** One seekable file made of a site's segments, still in the working folder. */
export type MadePart = {
  readonly file: string
  readonly startMs: number
  readonly durationMs: number
  readonly mime: string
  readonly bytes: number
  readonly hasVideo: boolean
  /** Holes inside the file, on the session clock. */
  readonly gaps: readonly TimeRange[]
}

/** Reads one stored slice; null when it is not there. */
export type ReadSlice = (key: string) => Promise<Uint8Array | null>

export type ToThread = { readonly id: number; readonly bytes: Uint8Array | null }

export type FromThread =
  | { readonly type: 'read'; readonly id: number; readonly key: string }
  /** 0…1 of the job's bytes. */
  | { readonly type: 'progress'; readonly done: number }
  | { readonly type: 'done'; readonly parts: readonly MadePart[] }
