import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { checkSqlite } from '../db/copySqlite.ts'
import { dropVersionsBeyond } from '../db/dropVersionsBeyond.ts'
import type { Log } from '../log.ts'
import { errorCode } from '../net/errorCode.ts'
import { lockDataFolder } from '../net/lockDataFolder.ts'
import { makeFolder } from '../net/makeFolder.ts'
import { StartRefusal } from '../net/StartRefusal.ts'
import { beginAnotherPast } from '../sync/beginAnotherPast.ts'
import { databaseFile, embeddedDocStore } from '../sync/store/embeddedDocStore.ts'
import { BackupRefusal } from './BackupRefusal.ts'
import { finishRestore, wholeRestore } from './finishRestore.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { copySynced, syncFolder } from './syncedFiles.ts'
import { unfinishedRestore } from './unfinishedRestore.ts'

export type Restored = {
  /** Everything saved before this moment is there; ISO 8601. */
  readonly startedAt: string
  readonly files: number
  readonly documents: number
}

/**
 * Makes a data folder from a backup. Every file is checked against the manifest, the journal is
 * read into the database, and every document gets a new epoch, so that a browser that has seen what
 * came after the backup is told so instead of merging it back in. It all happens in a folder beside
 * and is moved in at the end. Throws `BackupRefusal`.
 */
export const restoreStudio = async (request: {
  readonly from: string
  readonly dataDir: string
  readonly newEpoch: () => string
  readonly log: Pick<Log, 'warn' | 'error' | 'fatal'>
}): Promise<Restored> => {
  const from = resolve(request.from)
  const dataDir = resolve(request.dataDir)
  const manifest = await readManifest(from)
  await refuseFinished(dataDir)
  await assertEmpty(dataDir)
  await makeFolder(dataDir)
  const lock = await lockDataFolder(dataDir)
  const draft = unfinishedRestore(dataDir)
  try {
    await rm(draft, { recursive: true, force: true })
    await mkdir(draft, { mode: 0o700 })
    for (const file of manifest.files) await copyChecked(from, draft, file)
    const documents = await finishDocuments(draft, request)
    assertWhole(draft)
    dropLaterVersions(draft, request.log)
    // From here on it is finished by whoever comes next, should we not get there.
    await rename(draft, wholeRestore(dataDir))
    await syncFolder(dataDir)
    await finishRestore(dataDir)
    return { startedAt: manifest.startedAt, files: manifest.files.length, documents }
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw error
  } finally {
    await lock.release()
  }
}

/** An interrupted restore leaves only its own draft, and that is begun again; a launcher leaves its logs. */
const assertEmpty = async (dataDir: string): Promise<void> => {
  if (!existsSync(dataDir)) return
  const draft = unfinishedRestore(dataDir)
  const entries = (await readdir(dataDir)).filter((name) => join(dataDir, name) !== draft)
  if (entries.some((name) => name === 'studio.lock') && (await isRunning(dataDir)))
    throw new BackupRefusal({
      'zh-CN': `研课正在用这个数据目录：${dataDir}。请先停下它，再恢复到一个空目录`,
      en: `Yanke is running on this data folder: ${dataDir}. Stop it, and restore into an empty folder`,
    })
  if (entries.some((name) => !name.startsWith('studio.lock') && name !== 'logs'))
    throw new BackupRefusal({
      'zh-CN': `数据目录不是空的：${dataDir}。恢复不会覆盖任何东西，请换一个空目录，或先把它改名`,
      en: `The data folder is not empty: ${dataDir}. Restoring overwrites nothing; choose an empty one or rename this one first`,
    })
}

const isRunning = async (dataDir: string): Promise<boolean> => {
  try {
    const lock = await lockDataFolder(dataDir)
    await lock.release()
    return false
  } catch (error) {
    if (error instanceof StartRefusal) return true
    throw error
  }
}

const copyChecked = async (
  from: string,
  draft: string,
  { path, bytes, sha256 }: Manifest['files'][number],
): Promise<void> => {
  try {
    const copy = await copySynced(join(from, path), join(draft, path))
    if (copy.bytes === bytes && copy.sha256 === sha256) return
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
    throw new BackupRefusal({
      'zh-CN': `备份里少了一个文件：${path}。请换一份备份`,
      en: `A file is missing in the backup: ${path}. Choose another backup`,
    })
  }
  throw new BackupRefusal({
    'zh-CN': `备份里的文件变了，与清单不符：${path}。请换一份备份`,
    en: `A file in the backup is not what its manifest says: ${path}. Choose another backup`,
  })
}

const finishDocuments = async (
  draft: string,
  { newEpoch, log }: Pick<Parameters<typeof restoreStudio>[0], 'newEpoch' | 'log'>,
): Promise<number> => {
  const store = await embeddedDocStore({ dataDir: draft, log })
  await store.flush()
  await store.close()
  return beginAnotherPast(databaseFile(draft), newEpoch)
}

const assertWhole = (draft: string): void => {
  for (const name of ['documents.sqlite', 'yanke.sqlite']) {
    const complaint = checkSqlite(join(draft, name))
    if (complaint !== null)
      throw new BackupRefusal({
        'zh-CN': `备份里的数据库有损坏：${name}（${complaint}）。请换一份备份`,
        en: `A database in the backup is damaged: ${name} (${complaint}). Choose another backup`,
      })
  }
}

/** They were named while the backup was made, so nobody was promised that they are in it. */
const dropLaterVersions = (draft: string, log: Pick<Log, 'warn'>): void => {
  const versions = dropVersionsBeyond({
    studio: join(draft, 'yanke.sqlite'),
    documents: databaseFile(draft),
  })
  if (versions > 0)
    log.warn({ versions }, 'versions that were named during the backup are left out')
}

/**
 * What an earlier restore had ready and could not move in any more is moved in, and not begun again:
 * half of it may have its place already, and nothing there is ever overwritten.
 */
const refuseFinished = async (dataDir: string): Promise<void> => {
  if (!existsSync(wholeRestore(dataDir))) return
  const lock = await lockDataFolder(dataDir)
  await finishRestore(dataDir).finally(lock.release)
  throw new BackupRefusal({
    'zh-CN': `上一次恢复已经做好，只差移进数据目录，现在移好了：${dataDir}。可以启动了；要恢复另一份备份，请换一个空目录`,
    en: `An earlier restore was ready and has now been moved to its place: ${dataDir}. It can be started; to restore another backup, choose an empty folder`,
  })
}
