import type { UserId } from '#shared/ids.ts'
import { onReopened } from '../lib/feed/feedClient.ts'

let isResumed = false
/** Who is signed in, as far as the pages that were opened know. */
let person: UserId | null = null

/** By then the page before a reload has let go of what it was recording, and this one's first page is here. */
const SECOND_LOOK_MS = 5_000

/**
 * Slices of a recording that a crash, a reload or a closed page left on this computer go on their
 * way, on whichever page a signed-in person opens first; and so does what they wrote in plans. Of
 * that another page may leave something later: it is looked for whenever the network or the studio is
 * back, and whenever one turns to this page again.
 */
export const resumeOnce = (userId: UserId): void => {
  if (person !== userId) {
    person = userId
    setTimeout(sendWords, SECOND_LOOK_MS)
  }
  if (isResumed) return
  isResumed = true
  onReopened(sendWords)
  window.addEventListener('online', sendWords)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') sendWords()
  })
  void import('../lib/recorder/index.ts').then(({ resumeUploads }) => {
    void resumeUploads()
    setTimeout(() => void resumeUploads(), SECOND_LOOK_MS)
  })
}

const sendWords = (): void => void sendWordsOf(person).catch(() => undefined)

const sendWordsOf = async (userId: UserId | null): Promise<void> => {
  const { sendLeftBehind } = await import('../features/plans/index.ts')
  if (userId) await sendLeftBehind(userId)
}
