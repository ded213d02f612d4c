import { closeSync, fdatasyncSync, openSync } from 'node:fs'
import { backup, DatabaseSync } from 'node:sqlite'

/** 1 MB: whoever else waits for the disk waits for no more than that. */
const PIECE_PAGES = 256

/**
 * `copySqlite` for a large database: page by page, each piece on the disk before the next is read.
 * `vacuum into` cannot be made to wait, and where it is faster than the disk what it has written piles
 * up until everybody's fsync waits for all of it. What was deleted may still lie in free pages.
 * Blocks its thread.
 */
export const copyPages = async (from: string, to: string): Promise<void> => {
  const database = new DatabaseSync(from, { readOnly: true, timeout: 5000 })
  try {
    // One read for all pieces: without it the copy would begin anew with every commit of a writer.
    database.exec('begin; select count(*) from sqlite_master;')
    const target = openSync(to, 'wx', 0o600)
    try {
      await backup(database, to, { rate: PIECE_PAGES, progress: () => fdatasyncSync(target) })
    } finally {
      closeSync(target)
    }
  } finally {
    database.close()
  }
  leaveWal(to)
}

/** A copy is one file, also for whoever may only read it: WAL would put two more beside it. */
const leaveWal = (file: string): void => {
  const copy = new DatabaseSync(file)
  try {
    copy.exec('pragma journal_mode = delete')
  } finally {
    copy.close()
  }
}
