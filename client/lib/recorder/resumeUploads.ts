import { createBackOff } from './backOff.ts'
import { createUploader } from './createUploader.ts'
import { segmentLock, tryLock } from './locks.ts'
import { type SliceApi, sliceApi } from './sliceApi.ts'
import { type SliceStore, sliceStore } from './sliceStore.ts'
import type { StoredSegment } from './types.ts'
import { type Uploads, uploads } from './uploads.ts'

const resume = async (
  store: SliceStore,
  api: SliceApi,
  told: Uploads,
  segment: StoredSegment,
): Promise<void> => {
  const { segmentId } = segment
  const backOff = createBackOff()
  told.begin(segmentId, backOff)
  const uploader = createUploader({
    ...{ store, api, backOff, segmentId, isOrphan: true },
    segment: () => segment,
    onProgress: ({ problem }) => told.tell(segmentId, problem),
  })
  told.end(segmentId, await uploader.run())
}

/**
 * Sends what a reload or a crash has left on this device; segments another page still records are
 * left alone. Answers how many there are; sending goes on behind. Once per page, at its start.
 */
export const resumeUploads = async (
  store: SliceStore = sliceStore(),
  api: SliceApi = sliceApi,
  told: Uploads = uploads,
): Promise<number> => {
  const segments = await store.segments()
  for (const segment of segments)
    void tryLock(segmentLock(segment.segmentId), () => resume(store, api, told, segment))
  return segments.length
}
