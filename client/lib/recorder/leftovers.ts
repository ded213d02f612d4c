import type { ErrorCode } from '#shared/errors/catalog.ts'
import type { RecordingId, SegmentId } from '#shared/ids.ts'
import type { Site } from '#shared/lessons/model.ts'
import { isHeld, segmentLock } from './locks.ts'
import { resumeUploads } from './resumeUploads.ts'
import { type SliceStore, sliceStore } from './sliceStore.ts'
import { type Uploads, uploads } from './uploads.ts'

/** One run of a recorder of which this device still has something that the server has not. */
export type Leftover = {
  readonly segmentId: SegmentId
  readonly recordingId: RecordingId
  readonly site: Site
  readonly slices: number
  readonly bytes: number
  /** `elsewhere`: another page of this device records or sends it. `idle`: nobody sends it. */
  readonly phase: 'sending' | 'waiting' | 'stuck' | 'elsewhere' | 'idle'
  readonly problem: ErrorCode | null
}

/** What still waits on this device, as it stands now. A segment without slices is only to be closed. */
export const listLeftovers = async (
  store: SliceStore = sliceStore(),
  known: Uploads = uploads,
): Promise<readonly Leftover[]> => {
  const leftovers: Leftover[] = []
  for (const { segmentId, recordingId, site } of await store.segments()) {
    const { count, bytes } = await store.weigh(segmentId)
    if (count === 0) continue
    const own = known.stateOf(segmentId)
    const phase = own?.phase ?? ((await isHeld(segmentLock(segmentId))) ? 'elsewhere' : 'idle')
    const problem = own?.problem ?? null
    leftovers.push({ segmentId, recordingId, site, slices: count, bytes, phase, problem })
  }
  return leftovers
}

/** Begins what nobody sends, what was stuck once more too, and does not wait for a next attempt. */
export const uploadNow = async (): Promise<void> => {
  uploads.hurry()
  await resumeUploads()
}
