import { open } from 'node:fs/promises'
import { errorCode } from '../net/errorCode.ts'
import { copyInThread } from './copyInThread.ts'

/** So often what has been written of the copy is put on the disk, in ms. */
const SYNC_EVERY_MS = 10

/** What lies there so far, if anything does yet. */
const syncSoFar = async (path: string): Promise<void> => {
  try {
    const file = await open(path, 'r+')
    await file.datasync().finally(() => file.close())
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
  }
}

/**
 * `copySqlite` in a thread of its own, while what it has written is put on the disk piece by piece:
 * all at once at the end, whoever else waits for the disk would wait for the whole of it. It does not
 * wait for the disk itself, so for a large database there is `copyPages`.
 */
export const copySqliteSmoothly = async (from: string, to: string): Promise<void> => {
  let isOver = false
  const copied = copyInThread('copySqlite', { from, to }).finally(() => {
    isOver = true
  })
  const syncing = (async () => {
    while (!isOver) {
      await new Promise((resolve) => setTimeout(resolve, SYNC_EVERY_MS))
      await syncSoFar(to)
    }
  })()
  await Promise.all([copied, syncing])
}
