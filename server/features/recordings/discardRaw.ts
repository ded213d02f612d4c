import type { Context } from './context.ts'
import { rawKey } from './keys.ts'

/** Slices outlive their recording by a week, so that a device that comes late can still be joined in. */
const KEPT_MS = 7 * 86_400_000

/** Throws away the slices of recordings that have long been ready. Idempotent. */
export const discardRaw = async ({ repo, storage, clock, log }: Context): Promise<void> => {
  for (const recording of await repo.recordingsIn(['ready'])) {
    const { recordingId } = recording
    if (clock.now() - recording.createdAtMs < KEPT_MS) continue
    if ((await repo.sliceCounts(recordingId)).size === 0) continue
    // Rows first: files without rows are never read, rows without files would be holes.
    await repo.forgetSlices(recordingId)
    await storage.remove(rawKey(recordingId))
    log.info({ recordingId }, 'raw slices discarded')
  }
}
