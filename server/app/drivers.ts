import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Config } from '#server/config.ts'
import { finishRestore } from '#server/platform/backup/finishRestore.ts'
import { unfinishedRestore } from '#server/platform/backup/unfinishedRestore.ts'
import { type Clock, systemClock } from '#server/platform/clock.ts'
import { type Cluster, soleNode } from '#server/platform/cluster/Cluster.ts'
import { soleOwnership } from '#server/platform/cluster/Ownership.ts'
import { openCluster } from '#server/platform/cluster/openCluster.ts'
import { type Db, openDb, openPostgresDb, openPostgresDocuments } from '#server/platform/db/Db.ts'
import { createMedia, type Media } from '#server/platform/livekit/createMedia.ts'
import { createLog, type Log } from '#server/platform/log.ts'
import { StartRefusal } from '#server/platform/net/StartRefusal.ts'
import { fileStorage } from '#server/platform/storage/fileStorage.ts'
import type { Storage } from '#server/platform/storage/Storage.ts'
import { s3Storage } from '#server/platform/storage/s3Storage.ts'
import type { DocStore } from '#server/platform/sync/DocStore.ts'
import { raiseFence, raiseFenceAgain, readFences } from '#server/platform/sync/docRows.ts'
import { sqlDocStore } from '#server/platform/sync/sqlDocStore.ts'
import {
  type EmbeddedDocStore,
  embeddedDocStore,
} from '#server/platform/sync/store/embeddedDocStore.ts'
import type { DocName } from '#shared/sync/docName.ts'

/** Everything that touches the world, chosen from the configuration in this one place. */
export type Drivers = {
  readonly db: Db
  readonly docStore: DocStore
  /** The documents whose people will come back to this node after a start; without it nobody can say. */
  readonly lastWritten?: EmbeddedDocStore['lastWritten']
  readonly storage: Storage
  readonly media: Media
  readonly cluster: Cluster
  readonly clock: Clock
  readonly log: Log
}

type Data = Pick<Drivers, 'db' | 'docStore' | 'lastWritten' | 'cluster'>

/** One data folder, one process. */
const embedded = async ({ dataDir }: Config, log: Log): Promise<Data> => {
  const docStore = await embeddedDocStore({ dataDir, log })
  return {
    db: await openDb(join(dataDir, 'yanke.sqlite')),
    docStore,
    lastWritten: docStore.lastWritten,
    cluster: soleNode(log, soleOwnership(lifeOf(docStore, log))),
  }
}

/** This process's number, for every document; asked for by the first. Reading needs no disk that has room. */
const lifeOf = (store: EmbeddedDocStore, log: Log): (() => Promise<number>) => {
  let life: Promise<number> | null = null
  return () => {
    life ??= store.raiseFence().catch((err: unknown) => {
      log.warn({ err }, 'this start has no number; presence may be late')
      return 0
    })
    return life
  }
}

/** A PostgreSQL, for one process or, with Redis, for several. */
const shared = async (
  database: NonNullable<Config['database']>,
  { cluster }: Config,
  log: Log,
): Promise<Data> => {
  const { url, poolSize } = database
  // A quarter for the documents, whose writes are grouped; the rest for everything people ask.
  const forDocuments = Math.max(2, Math.round(poolSize / 4))
  const db = await openPostgresDb({ url, poolSize: Math.max(2, poolSize - forDocuments) })
  const documents = await openPostgresDocuments({ url, poolSize: forDocuments })
  const store = sqlDocStore(documents, { fenced: true })
  const fences = {
    raise: (name: DocName) => raiseFence(documents, name),
    raiseAgain: (name: DocName) => raiseFenceAgain(documents, name),
    read: (names: readonly DocName[]) => readFences(documents, names),
  }
  return {
    db,
    docStore: { ...store, close: () => documents.destroy() },
    cluster: cluster
      ? await openCluster({
          settings: { ...cluster, nodeName: cluster.nodeName ?? hostname() },
          fences,
          clock: systemClock,
          log,
        })
      : soleNode(log, soleOwnership(fences.raise, fences.raiseAgain)),
  }
}

/** A restore that had only to be moved in is finished here. */
const assertRestored = async (dataDir: string): Promise<void> => {
  await finishRestore(dataDir)
  if (!existsSync(unfinishedRestore(dataDir))) return
  throw new StartRefusal('data-folder', {
    'zh-CN': `这个数据目录的恢复没有做完：${dataDir}。请再执行一次 npm run restore`,
    en: `Restoring this data folder was not finished: ${dataDir}. Run npm run restore once more`,
  })
}

const openStorage = async ({ storage, dataDir }: Config): Promise<Storage> => {
  if (storage.kind === 's3') return s3Storage(storage)
  const folder = storage.folder ?? join(dataDir, 'files')
  await mkdir(folder, { recursive: true })
  return fileStorage(folder)
}

export const openDrivers = async (config: Config): Promise<Drivers> => {
  const log = createLog(config.logLevel)
  const { dataDir, database } = config
  await mkdir(dataDir, { recursive: true })
  // Before anything is made there: the restore wants the folder as it has left it.
  if (!database) await assertRestored(dataDir)
  const storage = await openStorage(config)
  return {
    ...(database ? await shared(database, config, log) : await embedded(config, log)),
    storage,
    media: await createMedia({
      ...{ config, dataDir, log, clock: systemClock },
      publicIp: config.livekit.nodeIp,
    }),
    clock: systemClock,
    log,
  }
}
