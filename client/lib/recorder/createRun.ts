import type { ErrorCode } from '#shared/errors/catalog.ts'
import type { SegmentId } from '#shared/ids.ts'
import { SLICE_MS } from '#shared/recordings/rules.ts'
import { sessionNow } from '../feed/sessionClock.ts'
import { randomId } from '../session/deviceId.ts'
import { createBackOff } from './backOff.ts'
import { createUploader, type UploadEnd } from './createUploader.ts'
import { beat, holdLock, segmentLock } from './locks.ts'
import { sampleLevels } from './sampleLevels.ts'
import { sliceApi } from './sliceApi.ts'
import type { SliceStore } from './sliceStore.ts'
import type { RecorderOptions, StoredSegment } from './types.ts'

/** A browser that has slept hands over one huge piece; bytes may be cut anywhere. */
const PIECE_BYTES = 8 * 1024 * 1024
const VIDEO_BITS = 1_200_000
const AUDIO_BITS = 48_000
/** Without a slice for this long the browser is reminded. */
const LATE_MS = 2500
/** Some browsers never say that they have stopped. */
const STOP_MS = 3000

export type RunCounts = {
  readonly made: number
  readonly sent: number
  readonly dropped: number
  readonly localBytes: number
  readonly problem: ErrorCode | null
  readonly isLasting: boolean
}

const createMediaRecorder = (stream: MediaStream, mimeType: string): MediaRecorder => {
  const settings: MediaRecorderOptions & { videoKeyFrameIntervalDuration: number } = {
    mimeType,
    videoBitsPerSecond: VIDEO_BITS,
    audioBitsPerSecond: AUDIO_BITS,
    // Where it is known: seeking and losses are then never worse than two seconds.
    videoKeyFrameIntervalDuration: 2000,
  }
  return new MediaRecorder(stream, settings)
}

/** Calls `onPiece` for every stored-size piece a MediaRecorder hands over; reminds it when it is late. */
const listen = (recorder: MediaRecorder, onPiece: (piece: Blob) => void): Promise<void> => {
  let heardMs = performance.now()
  recorder.addEventListener('dataavailable', ({ data }) => {
    heardMs = performance.now()
    for (let at = 0; at < data.size; at += PIECE_BYTES) onPiece(data.slice(at, at + PIECE_BYTES))
  })
  const watchdog = setInterval(() => {
    if (recorder.state === 'recording' && performance.now() - heardMs > LATE_MS)
      recorder.requestData()
  }, SLICE_MS)
  const flush = (): void => {
    if (document.visibilityState === 'hidden' && recorder.state === 'recording')
      recorder.requestData()
  }
  document.addEventListener('visibilitychange', flush)
  return new Promise((resolve) => {
    recorder.addEventListener('stop', () => {
      clearInterval(watchdog)
      document.removeEventListener('visibilitychange', flush)
      resolve()
    })
  })
}

/** One MediaRecorder from start to stop, each slice safe on this device before it is sent. */
export const createRun = (
  options: RecorderOptions,
  mime: string,
  store: SliceStore,
  onChange: () => void,
) => {
  const now = (): number => sessionNow(options.startedAtMs)
  const recorder = createMediaRecorder(options.stream, mime)
  const { recordingId, deviceId, site, view } = options
  const startMs = now()
  recorder.start(SLICE_MS)
  let segment: StoredSegment = {
    ...{ recordingId, deviceId, site, view, startMs, end: null },
    segmentId: randomId<SegmentId>(),
    mime: recorder.mimeType || mime,
  }
  const { segmentId } = segment
  const sizes: number[] = []
  const progress = { sent: 0, dropped: 0, problem: null as ErrorCode | null, isLasting: true }
  const levels = sampleLevels(options.level)
  let reachedMs = startMs
  let saving = store.putSegment(segment)
  const uploader = createUploader({
    ...{ store, api: sliceApi, backOff: createBackOff(), segmentId, isOrphan: false },
    segment: () => segment,
    onProgress: (told) => {
      Object.assign(progress, told)
      onChange()
    },
  })

  const keep = (piece: Blob): void => {
    beat()
    const slice = { segmentId, number: sizes.length, atMs: reachedMs, untilMs: now() }
    const loudness = levels.take()
    reachedMs = slice.untilMs
    sizes.push(piece.size)
    saving = saving.then(async () => {
      const content = await piece.arrayBuffer()
      progress.isLasting = await store.putSlice({ ...slice, content, levels: loudness })
      uploader.poke()
      onChange()
    })
  }
  const stopped = listen(recorder, keep)

  const finish = async (): Promise<void> => {
    const endMs = now()
    await Promise.race([stopped, new Promise((resolve) => setTimeout(resolve, STOP_MS))])
    levels.stop()
    await saving
    segment = { ...segment, end: { sliceCount: sizes.length, endMs: Math.max(startMs, endMs) } }
    await store.putSegment(segment)
    uploader.poke()
  }

  const sent = new Promise<UploadEnd>((resolve) => {
    void holdLock(segmentLock(segmentId), async () => {
      await saving
      resolve(await uploader.run())
    })
  })
  let ending: Promise<void> | null = null

  return {
    /** The MediaRecorder has ended, asked or not. */
    stopped,
    /** How sending ended. */
    sent,
    stop: (): Promise<void> => {
      if (recorder.state !== 'inactive') recorder.stop()
      ending ??= finish()
      return ending
    },
    counts: (): RunCounts => ({
      ...progress,
      made: sizes.length,
      localBytes: sizes.slice(progress.sent + progress.dropped).reduce((sum, n) => sum + n, 0),
    }),
  }
}
export type Run = ReturnType<typeof createRun>
