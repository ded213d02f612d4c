import { createBackOff } from './backOff.ts'
import { createUploader } from './createUploader.ts'
import { segmentLock, tryLock } from './locks.ts'
import { type SliceApi, sliceApi } from './sliceApi.ts'
import { type SliceStore, sliceStore } from './sliceStore.ts'
import type { StoredSegment } from './types.ts'

const resume = (store: SliceStore, api: SliceApi, segment: StoredSegment): Promise<unknown> =>
  createUploader({
    ...{ store, api, backOff: createBackOff(), segmentId: segment.segmentId, isOrphan: true },
    segment: () => segment,
    onProgress: () => undefined,
  }).run()

/**
 * Sends what a reload or a crash has left on this device; segments another page still records are
 * left alone. Answers how many there are; sending goes on behind. Once per page, at its start.
 */
export const resumeUploads = async (
  store: SliceStore = sliceStore(),
  api: SliceApi = sliceApi,
): Promise<number> => {
  const segments = await store.segments()
  for (const segment of segments)
    void tryLock(segmentLock(segment.segmentId), async () => {
      await resume(store, api, segment)
    })
  return segments.length
}
