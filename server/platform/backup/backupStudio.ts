import { existsSync } from 'node:fs'
import { mkdir, readdir, stat } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { instant } from '../clock.ts'
import { copyInThread } from '../db/copyInThread.ts'
import { checkSqlite } from '../db/copySqlite.ts'
import { copySqliteSmoothly } from '../db/copySqliteSmoothly.ts'
import { errorCode } from '../net/errorCode.ts'
import { isDamaged } from '../net/isDamaged.ts'
import { databaseFile, journalFolder } from '../sync/store/embeddedDocStore.ts'
import { BackupRefusal } from './BackupRefusal.ts'
import { type Manifest, writeManifest } from './manifest.ts'
import { copySynced, type Hashed, syncAndHash } from './syncedFiles.ts'

/** At the top of a data folder: what is copied in its own way, or is of no use to anybody later. */
const NOT_FILES = /^(journal|tmp|logs|studio\.lock.*|.*\.sqlite(-wal|-shm|-journal)?|\..*)$/

type Copied = Manifest['files']

/**
 * Copies a data folder, also while the studio runs, into an empty folder. It holds everything that
 * was saved before it began: first the journal, then the database that follows it, so that what
 * moved from one to the other meanwhile is in the later one. Throws `BackupRefusal`.
 */
export const backupStudio = async (request: {
  readonly dataDir: string
  readonly to: string
  readonly nowMs: number
}): Promise<Manifest> => {
  const dataDir = resolve(request.dataDir)
  const to = resolve(request.to)
  await assertStudio(dataDir)
  await makeEmpty(to, dataDir)
  const files: Copied = [
    ...(await copyFolder(journalFolder(dataDir), dataDir, to)),
    // Large, and nothing of the log is ever deleted; in the other one people are, and leave no trace.
    await copyDatabase(databaseFile(dataDir), { dataDir, to, copyFile: copyPagesInThread }),
    await copyDatabase(join(dataDir, 'yanke.sqlite'), {
      dataDir,
      to,
      copyFile: copySqliteSmoothly,
    }),
    ...(await copyRest(dataDir, to)),
  ]
  const startedAt = instant(request.nowMs)
  const manifest: Manifest = { format: 'yanke-backup', version: 1, startedAt, files }
  await writeManifest(to, manifest)
  return manifest
}

const assertStudio = async (dataDir: string): Promise<void> => {
  if (!existsSync(databaseFile(dataDir)) || !existsSync(join(dataDir, 'yanke.sqlite')))
    throw new BackupRefusal({
      'zh-CN': `${dataDir} 不是研课的数据目录（里面没有数据库）。请用 --data 指定`,
      en: `${dataDir} is not a data folder of Yanke (there is no database in it). Name one with --data`,
    })
  const { uid } = await stat(dataDir)
  // SQLite puts files beside a database it reads; made by another user they would lock the studio out.
  if (process.getuid && process.getuid() !== uid)
    throw new BackupRefusal({
      'zh-CN': `请以数据目录的属主（用户号 ${uid}）来备份：sudo -u '#${uid}' npm run backup -- …`,
      en: `Make the backup as the data folder's owner (user number ${uid}): sudo -u '#${uid}' npm run backup -- …`,
    })
}

const makeEmpty = async (to: string, dataDir: string): Promise<void> => {
  if (`${to}${sep}`.startsWith(`${dataDir}${sep}`))
    throw new BackupRefusal({
      'zh-CN': `备份不能放在数据目录里面：${to}`,
      en: `A backup cannot lie inside the data folder: ${to}`,
    })
  try {
    await mkdir(to, { recursive: true, mode: 0o700 })
    if ((await readdir(to)).length === 0) return
  } catch (error) {
    throw new BackupRefusal(
      {
        'zh-CN': `备份文件夹建不了：${to}（${errorCode(error)}）`,
        en: `The folder for the backup cannot be made: ${to} (${errorCode(error)})`,
      },
      error,
    )
  }
  throw new BackupRefusal({
    'zh-CN': `备份文件夹不是空的：${to}。每次备份用一个新文件夹，例如以日期命名`,
    en: `The folder for the backup is not empty: ${to}. Use a new one each time, e.g. named after the date`,
  })
}

const entryOf = (path: string, root: string, hashed: Hashed): Copied[number] => ({
  path: relative(root, path).split(sep).join('/'),
  ...hashed,
})

const copyPagesInThread = (from: string, to: string): Promise<void> =>
  copyInThread('copyPages', { from, to })

const refuseDamaged = (file: string, why: string, cause?: unknown): never => {
  throw new BackupRefusal(
    {
      'zh-CN': `数据库损坏了，这份备份没有做完：${file}（${why}）。请留好整个数据目录和以前的备份；用 npm run restore 把最近一份好的备份恢复到一个新目录`,
      en: `The database is damaged, and this backup is not finished: ${file} (${why}). Keep the whole data folder and the earlier backups; restore the latest good one into a new folder with npm run restore`,
    },
    cause,
  )
}

/** Looked through once it is there: of a damaged one everybody would believe that there is a backup. */
const assertSound = (file: string, copy: string): void => {
  const complaint = checkSqlite(copy)
  if (complaint !== null) refuseDamaged(file, complaint)
}

const copyDatabase = async (
  file: string,
  {
    dataDir,
    to,
    copyFile,
  }: {
    readonly dataDir: string
    readonly to: string
    readonly copyFile: (from: string, to: string) => Promise<void>
  },
): Promise<Copied[number]> => {
  const copy = join(to, relative(dataDir, file))
  try {
    await copyFile(file, copy)
    assertSound(file, copy)
  } catch (thrown) {
    if (isDamaged(thrown)) refuseDamaged(file, String(thrown), thrown)
    throw thrown
  }
  return entryOf(file, dataDir, await syncAndHash(copy))
}

const copyFolder = async (folder: string, root: string, to: string): Promise<Copied> => {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  const copied: Copied = []
  for (const entry of entries) {
    if (!entry.isFile() || entry.name.endsWith('.part')) continue
    copied.push(...(await copyOne(join(entry.parentPath, entry.name), root, to)))
  }
  return copied
}

/** Nothing when it went away meanwhile: what nobody needs any more is missed by nobody. */
const copyOne = async (path: string, root: string, to: string): Promise<Copied> => {
  try {
    return [entryOf(path, root, await copySynced(path, join(to, relative(root, path))))]
  } catch (error) {
    if (errorCode(error) === 'ENOENT' && !existsSync(path)) return []
    throw error
  }
}

const copyRest = async (dataDir: string, to: string): Promise<Copied> => {
  const copied: Copied = []
  for (const entry of await readdir(dataDir, { withFileTypes: true })) {
    if (NOT_FILES.test(entry.name)) continue
    const path = join(dataDir, entry.name)
    if (entry.isDirectory()) copied.push(...(await copyFolder(path, dataDir, to)))
    else if (entry.isFile()) copied.push(...(await copyOne(path, dataDir, to)))
  }
  return copied
}
