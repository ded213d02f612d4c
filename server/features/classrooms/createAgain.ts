import type { ClassroomsDeps, Later } from './deps.ts'

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 30_000

/** As long as a ticket for the media room is good: whoever was to be put out cannot come back after that. */
export const AGAIN_FOR_MS = 600_000

type Job = { readonly work: () => Promise<void>; readonly givenUp: (() => void) | undefined }
type Trying = { cancel: () => void; leftMs: number }

/**
 * Tries again what has just failed: after one second, two, four …, at most every half minute, until
 * it succeeds or the pauses add up to ten minutes. What is tried under the same key already is not
 * doubled; it only has its ten minutes anew. Nothing outlives the process: what must, is kept elsewhere
 * or found again by `resume`.
 */
export const createAgain = (deps: Pick<ClassroomsDeps, 'log'> & { readonly later: Later }) => {
  const tried = new Map<string, Trying>()
  let isClosed = false

  const wait = (
    key: string,
    trying: Trying,
    { work, givenUp, nextMs }: Job & { readonly nextMs: number },
  ): void => {
    if (isClosed) return
    if (nextMs > trying.leftMs) {
      tried.delete(key)
      deps.log.error({ key }, 'given up: it failed for ten minutes')
      givenUp?.()
      return
    }
    trying.cancel = deps.later(nextMs, () => {
      trying.leftMs -= nextMs
      work().then(
        () => tried.delete(key),
        (err: unknown) => {
          deps.log.warn({ err, key }, 'failed again')
          wait(key, trying, { work, givenUp, nextMs: Math.min(2 * nextMs, LONGEST_PAUSE_MS) })
        },
      )
    })
  }

  return {
    again: (key: string, work: () => Promise<void>, givenUp?: () => void): void => {
      const known = tried.get(key)
      if (known) {
        known.leftMs = AGAIN_FOR_MS
        return
      }
      const trying = { cancel: () => undefined, leftMs: AGAIN_FOR_MS }
      tried.set(key, trying)
      wait(key, trying, { work, givenUp, nextMs: FIRST_PAUSE_MS })
    },
    close: (): void => {
      isClosed = true
      for (const { cancel } of tried.values()) cancel()
      tried.clear()
    },
  }
}
export type Again = ReturnType<typeof createAgain>['again']
