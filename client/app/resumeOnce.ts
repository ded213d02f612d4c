let isResumed = false

/** By then the page before a reload has let go of what it was recording. */
const SECOND_LOOK_MS = 5_000

/**
 * Slices of a recording that a crash, a reload or a closed page left on this computer go on their
 * way, on whichever page a signed-in person opens first.
 */
export const resumeOnce = (): void => {
  if (isResumed) return
  isResumed = true
  void import('../lib/recorder/index.ts').then(({ resumeUploads }) => {
    void resumeUploads()
    setTimeout(() => void resumeUploads(), SECOND_LOOK_MS)
  })
}
