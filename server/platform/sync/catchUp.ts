import type { Jobs } from '../cluster/Jobs.ts'
import type { Log } from '../log.ts'
import type { DocStore } from './DocStore.ts'
import type { LocalRooms } from './LocalRooms.ts'

/** After a start those who were there come back, and are served first: lists can wait as long. */
const AFTER_START_MS = 5_000

/** Whose node was killed is nobody's when its lease has ended: seen at the next look. */
const EVERY_MS = 60_000

type Parts = {
  readonly store: Pick<DocStore, 'unfinished'>
  readonly rooms: Pick<LocalRooms, 'project'>
  readonly log: Pick<Log, 'warn'>
}

/**
 * Tells owners what a process that was killed had stored and not told them, so that lists show the
 * last words of before. One document after the other; what somebody has open is theirs to tell.
 */
export const catchUp = async ({ store, rooms, log }: Parts): Promise<void> => {
  for (const name of await store.unfinished())
    await rooms.project(name).catch((err: unknown) => log.warn({ doc: name, err }, 'not caught up'))
}

/**
 * Catches up soon after the start and then now and then,
 * on one node of them all. Once all owners are known.
 */
export const keepCatchingUp = (
  parts: Parts & { readonly jobs: Jobs; readonly afterStartMs?: number; readonly everyMs?: number },
): { start(): void; close(): Promise<void> } => {
  let timer: ReturnType<typeof setTimeout> | null = null
  let looking: Promise<void> = Promise.resolve()
  let isClosed = false
  const look = async (): Promise<void> => {
    try {
      if (await parts.jobs.isOurs('catch-up')) await catchUp(parts)
    } catch (err) {
      parts.log.warn({ err }, 'catching up failed')
    }
    if (!isClosed) timer = setTimeout(begin, parts.everyMs ?? EVERY_MS).unref()
  }
  const begin = (): void => {
    looking = look()
  }
  return {
    start: () => {
      timer = setTimeout(begin, parts.afterStartMs ?? AFTER_START_MS).unref()
    },
    close: async () => {
      isClosed = true
      if (timer) clearTimeout(timer)
      await looking
    },
  }
}
