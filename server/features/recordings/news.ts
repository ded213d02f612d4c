import type { Feed } from '#server/platform/feed/feedHub.ts'
import type { RecordingId } from '#shared/ids.ts'
import type { Loader } from './loadRecording.ts'

/** Slices come every second from every site; pages hear of them this often. */
const EVERY_MS = 1000

/** Tells pages how a recording stands, on `recording:<id>` and `lesson:<lessonId>`. */
export type News = {
  /** At once; for every change of state. Call after commit. */
  tell(recordingId: RecordingId): Promise<void>
  /** Within a second; for progress. */
  tellSoon(recordingId: RecordingId): void
  close(): void
}

export const createNews = (
  feed: Feed,
  loader: Loader,
  onFailure: (thrown: unknown) => void,
): News => {
  const pending = new Map<RecordingId, NodeJS.Timeout>()
  const tell = async (recordingId: RecordingId): Promise<void> => {
    clearTimeout(pending.get(recordingId))
    pending.delete(recordingId)
    const recording = await loader.find(recordingId)
    if (!recording) return
    feed.publish(`recording:${recordingId}`, { type: 'recording.changed', recording })
    feed.publish(`lesson:${recording.lessonId}`, { type: 'recording.changed', recording })
  }
  return {
    tell,
    tellSoon: (recordingId) => {
      if (pending.has(recordingId)) return
      const timer = setTimeout(() => void tell(recordingId).catch(onFailure), EVERY_MS)
      timer.unref()
      pending.set(recordingId, timer)
    },
    close: () => {
      for (const timer of pending.values()) clearTimeout(timer)
      pending.clear()
    },
  }
}
