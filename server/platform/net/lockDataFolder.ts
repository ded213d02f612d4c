import { randomBytes } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { errorCode } from './errorCode.ts'
import { processMark } from './processMark.ts'
import { StartRefusal } from './StartRefusal.ts'

const holderSchema = z.object({ pid: z.number().int().positive(), mark: z.string() })

export type DataFolderLock = {
  /** Gives the folder back; a lock that has meanwhile become another's is left alone. */
  release(): Promise<void>
}

/**
 * One studio per data folder: two would write one database and kill each other's media server.
 * A lock whose process is gone, or whose number now belongs to another process, is taken over.
 * Throws `StartRefusal` naming the holder.
 */
export const lockDataFolder = async (dataDir: string): Promise<DataFolderLock> => {
  const lockPath = join(dataDir, 'studio.lock')
  const mine = JSON.stringify({ pid: process.pid, mark: (await processMark(process.pid)) ?? '' })
  const draft = `${lockPath}.${randomBytes(6).toString('hex')}`
  await writeFile(draft, mine, { mode: 0o600 })
  try {
    await acquire(dataDir, lockPath, draft)
  } finally {
    await rm(draft, { force: true })
  }
  return {
    release: async () => {
      if ((await readOrNull(lockPath)) === mine) await rm(lockPath, { force: true })
    },
  }
}

/** `link` fails when the name exists, so the lock appears whole and only once. */
const acquire = async (dataDir: string, lockPath: string, draft: string): Promise<void> => {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      await link(draft, lockPath)
      return
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error
    }
    const found = await readOrNull(lockPath)
    if (found === null) continue
    const holder = await livingHolder(found)
    if (holder !== null) throw inUse(dataDir, holder)
    await setAside(lockPath, found)
  }
  throw inUse(dataDir, null)
}

/** Removes the stale lock, and only it: somebody who was faster gets his fresh one back. */
const setAside = async (lockPath: string, stale: string): Promise<void> => {
  const aside = `${lockPath}.${randomBytes(6).toString('hex')}`
  try {
    await rename(lockPath, aside)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return
    throw error
  }
  if ((await readOrNull(aside)) !== stale) await link(aside, lockPath).catch(() => undefined)
  await rm(aside, { force: true })
}

const livingHolder = async (content: string): Promise<number | null> => {
  const holder = holderSchema.safeParse(parseOrNull(content))
  if (!holder.success) return null
  const { pid, mark } = holder.data
  return (await processMark(pid)) === mark ? pid : null
}

const inUse = (dataDir: string, pid: number | null): StartRefusal => {
  const who = pid === null ? '' : `（进程 ${pid}）`
  const whoEn = pid === null ? '' : ` (process ${pid})`
  return new StartRefusal('data-in-use', {
    'zh-CN': `另一个研课${who}正在用数据目录 ${dataDir}。请先关掉它，或换一个目录：npm start -- --data 目录 --port 端口`,
    en: `Another Yanke${whoEn} is using the data folder ${dataDir}. Stop it first, or choose another: npm start -- --data DIR --port N`,
  })
}

const readOrNull = async (path: string): Promise<string | null> => {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
}

const parseOrNull = (content: string): unknown => {
  try {
    return JSON.parse(content)
  } catch {
    // Half a lock file is what a full disk leaves behind: nobody holds it.
    return null
  }
}
