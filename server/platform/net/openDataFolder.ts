import { randomBytes } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode } from './errorCode.ts'
import { fullDisk } from './fullDisk.ts'
import { isFullDisk } from './isFullDisk.ts'
import { makeFolder } from './makeFolder.ts'
import { StartRefusal } from './StartRefusal.ts'

/** Makes the data folder when it is missing and proves that a file can be written there. */
export const openDataFolder = async (dataDir: string): Promise<void> => {
  const probe = join(dataDir, `.write-${randomBytes(6).toString('hex')}`)
  try {
    // 0700: databases, recordings and keys of a school are nobody else's business on this machine.
    await makeFolder(dataDir)
    await writeFile(probe, 'yanke')
    await rm(probe)
  } catch (error) {
    const why = errorCode(error) || 'unknown'
    if (isFullDisk(error)) throw fullDisk(dataDir, error)
    throw new StartRefusal(
      'data-folder',
      {
        'zh-CN': `数据目录写不进去：${dataDir}（${why}）。请换一个目录：npm start -- --data 目录，或改它的权限`,
        en: `The data folder cannot be written: ${dataDir} (${why}). Choose another with npm start -- --data DIR, or change its permissions`,
      },
      error,
    )
  }
}
