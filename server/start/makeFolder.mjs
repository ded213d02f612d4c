import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * A folder with its parents. Not `mkdir` with `recursive`: where a parent exists and refuses with
 * ENOENT (/proc), Node 20 tries again for ever.
 */
export const makeFolder = (path) => {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  mkdirSync(path, { mode: 0o700 })
}
