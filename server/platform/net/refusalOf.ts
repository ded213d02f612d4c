import { NEWER_SCHEMA } from '../db/migrate.ts'
import { causesOf } from './causesOf.ts'
import { fullDisk } from './fullDisk.ts'
import { isDamaged } from './isDamaged.ts'
import { isFullDisk } from './isFullDisk.ts'
import { StartRefusal } from './StartRefusal.ts'

const isOneOf = (thrown: unknown, codes: readonly string[], sqlite: readonly number[]): boolean =>
  causesOf(thrown).some((error) => {
    const { code, errcode } = error as { code?: unknown; errcode?: unknown }
    // SQLite tells more in the higher bits.
    return codes.includes(String(code)) || sqlite.includes(Number(errcode) & 0xff)
  })

const PERM = 3
const READONLY = 8
const CANTOPEN = 14

/** Somebody else's files, e.g. after one start as root. */
const isForbidden = (thrown: unknown): boolean =>
  isOneOf(thrown, ['EACCES', 'EPERM', 'EROFS'], [PERM, READONLY, CANTOPEN])

const reasonOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown)

/**
 * A start reads and writes in many places, and what is wrong with the data folder shows itself in any
 * of them. What it was in words, or what was thrown where there are none for it.
 */
export const refusalOf = (thrown: unknown, dataDir: string): unknown => {
  if (thrown instanceof StartRefusal) return thrown
  if (isFullDisk(thrown)) return fullDisk(dataDir, thrown)
  if (isOneOf(thrown, [NEWER_SCHEMA], []))
    return new StartRefusal(
      'data-folder',
      {
        'zh-CN': `资料是更新版本的研课写的，这个版本读不了：${dataDir}。请换回那个版本再启动；资料没有动过`,
        en: `A newer version of Yanke has written these data, and this one cannot read them: ${dataDir}. Start that version again; nothing was changed`,
      },
      thrown,
    )
  const why = reasonOf(thrown)
  if (isForbidden(thrown))
    return new StartRefusal(
      'data-folder',
      {
        'zh-CN': `数据目录里有读写不了的文件：${dataDir}（${why}）。多半是以别的用户启动过：请把整个目录的属主改成现在启动研课的用户（chown -R）；不要换目录，资料都在这里`,
        en: `Something in the data folder cannot be read or written: ${dataDir} (${why}). It was probably started as another user once: give the whole folder to the user who starts it now (chown -R); do not choose another, everything is in this one`,
      },
      thrown,
    )
  if (isDamaged(thrown))
    return new StartRefusal(
      'data-folder',
      {
        'zh-CN': `数据目录里的数据库损坏了：${dataDir}（${why}）。请先把整个目录原样留好，再用 npm run restore 把最近的备份恢复到一个新目录`,
        en: `A database in the data folder is damaged: ${dataDir} (${why}). Keep the whole folder as it is, and restore the latest backup into a new one with npm run restore`,
      },
      thrown,
    )
  return thrown
}
