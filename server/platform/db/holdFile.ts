import { existsSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/** A file that is held; kept by whoever holds it, for one that is forgotten is let go. */
export type HeldFile = { release(): void }

const SQLITE_BUSY = 5

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY

/**
 * Holds a file until it is released or the process ends, however it ends: by a lock of the kernel's, which
 * Node offers through SQLite only. It also keeps out a process in another container, where our number
 * is nobody's or somebody else's. Null when another holds it.
 */
export const holdFile = (path: string): HeldFile | null => {
  const file = new DatabaseSync(path, { timeout: 0 })
  try {
    // Nothing is ever written into it.
    file.exec('pragma journal_mode = memory; begin exclusive')
    // Whoever held it before has let it go between our two steps, and taken its name away.
    if (!existsSync(path)) throw new Error(`${path} went away`)
  } catch (error) {
    file.close()
    if (isBusy(error)) return null
    throw error
  }
  return {
    release: () => {
      rmSync(path, { force: true })
      file.close()
    },
  }
}
