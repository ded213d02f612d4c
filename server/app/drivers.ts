import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '#server/config.ts'
import { type Clock, systemClock } from '#server/platform/clock.ts'
import { type Db, openDb } from '#server/platform/db/Db.ts'
import { createMedia, type Media } from '#server/platform/livekit/createMedia.ts'
import { createLog, type Log } from '#server/platform/log.ts'
import { fileStorage } from '#server/platform/storage/fileStorage.ts'
import type { Storage } from '#server/platform/storage/Storage.ts'
import type { DocStore } from '#server/platform/sync/DocStore.ts'
import { embeddedDocStore } from '#server/platform/sync/store/embeddedDocStore.ts'

/** Everything that touches the world, chosen from the configuration in this one place. */
export type Drivers = {
  readonly db: Db
  readonly docStore: DocStore
  readonly storage: Storage
  readonly media: Media
  readonly clock: Clock
  readonly log: Log
}

export const openDrivers = async (config: Config): Promise<Drivers> => {
  const log = createLog(config.logLevel)
  const clock = systemClock
  await mkdir(config.dataDir, { recursive: true })
  const db = await openDb(join(config.dataDir, 'yanke.sqlite'))
  return {
    db,
    docStore: await embeddedDocStore({ dataDir: config.dataDir, log }),
    storage: fileStorage(join(config.dataDir, 'files')),
    media: await createMedia({
      config,
      dataDir: config.dataDir,
      log,
      clock,
      publicIp: config.livekit.nodeIp,
    }),
    clock,
    log,
  }
}
