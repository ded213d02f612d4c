import type { Db } from '#server/platform/db/Db.ts'
import type { Log } from '#server/platform/log.ts'
import type { SampleLoader } from '#server/platform/ports/People.ts'
import type { Storage } from '#server/platform/storage/Storage.ts'
import type { DocRooms } from '#server/platform/sync/ports.ts'
import type { UserId } from '#shared/ids.ts'
import { heldOf } from './heldOf.ts'
import { loadSample, type SamplePorts } from './loadSample.ts'
import { sampleRepo } from './sampleRepo.ts'

export type SampleDeps = SamplePorts & {
  readonly db: Db
  readonly log: Log
  readonly storage: Storage
  readonly docs: Pick<DocRooms, 'closeWhere'>
  /** Closes every socket of a person. */
  endSockets(userId: UserId): void
}

/** The two lessons that ship with Yanke: made on request, gone without a trace on request. */
export const createSample = (deps: SampleDeps): SampleLoader => {
  const repo = sampleRepo(deps.db)
  const remove = async (): Promise<void> => {
    const [keys, held] = [await repo.fileKeys(), await heldOf(deps.db)]
    // Before its rows are gone, which say where the class is; who comes after that is sent away.
    for (const lessonId of held.lessonIds)
      await deps.classrooms.putOut({ lessonId, userIds: 'everybody' })
    await repo.removeAll()
    deps.docs.closeWhere({ everybody: true, docs: held.docs }, 'AccessChanged')
    for (const userId of held.userIds) deps.endSockets(userId)
    for (const key of keys) await deps.storage.remove(key)
  }
  return {
    isLoaded: () => repo.isLoaded(),
    remove,
    load: async (place) => {
      // Loading twice, or after a load that broke off, begins anew.
      await remove()
      try {
        return await loadSample(deps, repo, place)
      } catch (thrown) {
        deps.log.error({ err: thrown }, 'the sample could not be loaded')
        await remove()
        throw thrown
      }
    },
  }
}
