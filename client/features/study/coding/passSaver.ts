import type { Coding } from './codingModel.ts'

export type SaveState = 'saved' | 'saving' | 'unsaved'

/** At most one save in this time: the frontier moves with every moment that plays. */
export const SAVE_EVERY_MS = 2000

/**
 * Keeps the server up with one's pass: one save at a time, the latest value wins, a failed one is
 * tried again with the next change or `flush`. Says `saved` only after the server has answered.
 */
export const createPassSaver = (parts: {
  save(coding: Coding): Promise<void>
  onState(state: SaveState, problem: unknown): void
}) => {
  let waiting: Coding | null = null
  let timer: ReturnType<typeof setTimeout> | null = null
  let running: Promise<void> | null = null

  const run = async (): Promise<void> => {
    while (waiting) {
      const coding = waiting
      waiting = null
      parts.onState('saving', null)
      try {
        await parts.save(coding)
      } catch (thrown) {
        waiting ??= coding
        parts.onState('unsaved', thrown)
        return
      }
    }
    parts.onState('saved', null)
  }
  const flush = (): Promise<void> => {
    if (timer) clearTimeout(timer)
    timer = null
    running ??= run().finally(() => {
      running = null
    })
    return running
  }
  return {
    change: (coding: Coding): void => {
      waiting = coding
      timer ??= setTimeout(() => void flush(), SAVE_EVERY_MS)
    },
    flush: async (): Promise<void> => {
      if (running) await running
      if (waiting) await flush()
    },
    /** Forgets what waits: the pass was handed in, or thrown away. */
    drop: (): void => {
      waiting = null
      if (timer) clearTimeout(timer)
      timer = null
    },
    isWaiting: (): boolean => waiting !== null || running !== null,
  }
}
export type PassSaver = ReturnType<typeof createPassSaver>
