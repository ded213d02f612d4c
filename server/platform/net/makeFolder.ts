import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { errorCode } from './errorCode.ts'

/**
 * A folder with its parents, for its owner only. Not `mkdir` with `recursive`: where a parent
 * exists and refuses with ENOENT (/proc), Node tries again for ever.
 */
export const makeFolder = async (path: string): Promise<void> => {
  if (await exists(path)) return
  await makeFolder(dirname(path))
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  }
}

const exists = async (path: string): Promise<boolean> => {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false
    throw error
  }
}
