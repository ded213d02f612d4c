import type { UserId } from '#shared/ids.ts'

let isResumed = false
const sentFor = new Set<UserId>()

/** By then the page before a reload has let go of what it was recording, and this one's first page is here. */
const SECOND_LOOK_MS = 5_000

/**
 * Slices of a recording that a crash, a reload or a closed page left on this computer go on their
 * way, on whichever page a signed-in person opens first; and so does what they wrote in plans.
 */
export const resumeOnce = (userId: UserId): void => {
  if (!sentFor.has(userId)) {
    sentFor.add(userId)
    setTimeout(() => void sendWords(userId).catch(() => undefined), SECOND_LOOK_MS)
  }
  if (isResumed) return
  isResumed = true
  void import('../lib/recorder/index.ts').then(({ resumeUploads }) => {
    void resumeUploads()
    setTimeout(() => void resumeUploads(), SECOND_LOOK_MS)
  })
}

const sendWords = async (userId: UserId): Promise<void> => {
  const { sendLeftBehind } = await import('../features/plans/index.ts')
  await sendLeftBehind(userId)
}
