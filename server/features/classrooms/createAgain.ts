import type { ClassroomsDeps, Later } from './deps.ts'

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 30_000

/** As long as a ticket for the media room is good: whoever was to be put out cannot come back after that. */
export const AGAIN_FOR_MS = 600_000

/**
 * Tries again what has just failed: after one second, two, four …, at most every half minute, until
 * it succeeds or the pauses add up to ten minutes. What waits under the same key already is not
 * doubled. Nothing outlives the process: what must, is kept elsewhere or found again by `resume`.
 */
export const createAgain = (deps: Pick<ClassroomsDeps, 'log'> & { readonly later: Later }) => {
  const waiting = new Map<string, () => void>()
  let isClosed = false

  const wait = (
    key: string,
    work: () => Promise<void>,
    pauses: { readonly nextMs: number; readonly leftMs: number },
  ): void => {
    const { nextMs, leftMs } = pauses
    if (isClosed) return
    if (nextMs > leftMs) {
      deps.log.error({ key }, 'given up: it failed for ten minutes')
      return
    }
    const cancel = deps.later(nextMs, () => {
      waiting.delete(key)
      work().catch((err: unknown) => {
        deps.log.warn({ err, key }, 'failed again')
        const longer = Math.min(2 * nextMs, LONGEST_PAUSE_MS)
        wait(key, work, { nextMs: longer, leftMs: leftMs - nextMs })
      })
    })
    waiting.set(key, cancel)
  }

  return {
    again: (key: string, work: () => Promise<void>): void => {
      if (!waiting.has(key)) wait(key, work, { nextMs: FIRST_PAUSE_MS, leftMs: AGAIN_FOR_MS })
    },
    close: (): void => {
      isClosed = true
      for (const cancel of waiting.values()) cancel()
      waiting.clear()
    },
  }
}
export type Again = ReturnType<typeof createAgain>['again']
