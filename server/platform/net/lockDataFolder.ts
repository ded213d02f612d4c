import { createHash, randomBytes } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { holdFile } from '../db/holdFile.ts'
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
 * A lock whose process is gone, or whose number now belongs to another process, is taken over, unless
 * somebody we cannot see, in another container, holds the folder. Throws `StartRefusal` naming the
 * holder where there is a name.
 */
export const lockDataFolder = async (dataDir: string): Promise<DataFolderLock> => {
  const lockPath = join(dataDir, 'studio.lock')
  const held = holdFile(`${lockPath}.held`)
  if (!held) throw inUse(dataDir, await livingHolder((await readOrNull(lockPath)) ?? ''))
  try {
    const mine = await takeLock(dataDir, lockPath)
    return {
      release: async () => {
        if ((await readOrNull(lockPath)) === mine) await rm(lockPath, { force: true })
        held.release()
      },
    }
  } catch (error) {
    held.release()
    throw error
  }
}

/** Answers what stands in the lock from now on. */
const takeLock = async (dataDir: string, lockPath: string): Promise<string> => {
  const mark = (await processMark(process.pid)) ?? ''
  // The nonce makes each lock differ from every other there ever was, our own earlier ones included.
  const mine = JSON.stringify({ pid: process.pid, mark, nonce: randomBytes(9).toString('hex') })
  const draft = `${lockPath}.${randomBytes(6).toString('hex')}`
  await writeFile(draft, mine, { mode: 0o600 })
  try {
    await acquire({ dataDir, lockPath, draft })
  } finally {
    await rm(draft, { force: true })
  }
  return mine
}

type Attempt = { readonly dataDir: string; readonly lockPath: string; readonly draft: string }

const acquire = async (attempt: Attempt): Promise<void> => {
  const { dataDir, lockPath, draft } = attempt
  for (let tries = 0; tries < 20; tries += 1) {
    if (await linked(draft, lockPath)) return
    const found = await readOrNull(lockPath)
    if (found === null) continue
    const holder = await livingHolder(found)
    if (holder !== null) throw inUse(dataDir, holder)
    if (await takeOver(attempt, found)) return
  }
  throw inUse(dataDir, null)
}

/** `link` fails when the name exists: the file appears whole, and for one of many only. */
const linked = async (from: string, to: string): Promise<boolean> => {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  }
}

/**
 * Replaces a stale lock. Only who holds the claim on that very content may, so a slow rival who
 * read it earlier cannot replace the fresh lock that came after it. A claim whose maker died is
 * part of what is stale, and leads to the next claim.
 */
const takeOver = async (attempt: Attempt, stale: string): Promise<boolean> => {
  const { dataDir, lockPath, draft } = attempt
  const claims: string[] = []
  let generation = stale
  for (;;) {
    const name = createHash('sha256').update(generation).digest('hex').slice(0, 16)
    const claim = `${lockPath}.claim-${name}`
    claims.push(claim)
    if (await linked(draft, claim)) break
    const rival = await readOrNull(claim)
    if (rival === null) return false
    const holder = await livingHolder(rival)
    if (holder !== null) throw inUse(dataDir, holder)
    generation += rival
  }
  const isStillStale = (await readOrNull(lockPath)) === stale
  // `rename` onto the lock would move the draft away; a second name of it does the same.
  if (isStillStale) {
    await link(draft, `${draft}.new`)
    await rename(`${draft}.new`, lockPath)
  }
  for (const claim of claims) await rm(claim, { force: true })
  return isStillStale
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
