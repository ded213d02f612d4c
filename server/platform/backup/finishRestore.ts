import { existsSync } from 'node:fs'
import { readdir, rename, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from './syncedFiles.ts'

/** Where a restored data folder lies that is whole and has only to be moved to its place. */
export const wholeRestore = (dataDir: string): string => join(dataDir, '.restored')

/**
 * Moves it there, from wherever an earlier process was ended; the database that a studio needs first
 * comes last. False when there is none. Whoever calls it has locked the folder.
 */
export const finishRestore = async (dataDir: string): Promise<boolean> => {
  const whole = wholeRestore(dataDir)
  if (!existsSync(whole)) return false
  const isLast = (name: string) => (name === 'yanke.sqlite' ? 1 : 0)
  for (const name of (await readdir(whole)).sort((a, b) => isLast(a) - isLast(b)))
    await rename(join(whole, name), join(dataDir, name))
  await rmdir(whole)
  await syncFolder(dataDir)
  return true
}
