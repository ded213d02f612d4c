import { randomBytes } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode } from './errorCode.ts'
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
    // Another folder would be an empty studio.
    if (why === 'ENOSPC')
      throw new StartRefusal(
        'data-folder',
        {
          'zh-CN': `硬盘满了，数据目录写不进去：${dataDir}。请先腾出一些空间再启动；不要换目录，资料都在这里`,
          en: `The disk is full, and the data folder cannot be written: ${dataDir}. Make room and start again; do not choose another folder: everything is in this one`,
        },
        error,
      )
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
