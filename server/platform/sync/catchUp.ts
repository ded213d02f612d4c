import type { Log } from '../log.ts'
import type { LocalRooms } from './createDocRooms.ts'
import type { DocStore } from './DocStore.ts'

/**
 * Tells owners what a process that was killed had stored and not told them yet, so that lists show
 * the last words of before. Once, when all owners are known; one document after the other.
 */
export const catchUp = async (parts: {
  readonly store: Pick<DocStore, 'unfinished'>
  readonly rooms: Pick<LocalRooms, 'project'>
  readonly log: Pick<Log, 'warn'>
}): Promise<void> => {
  for (const name of await parts.store.unfinished())
    await parts.rooms
      .project(name)
      .catch((err: unknown) => parts.log.warn({ doc: name, err }, 'not caught up'))
}
