import { closeSync, fdatasync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { errorCode } from '../../net/errorCode.ts'

/** What the journal does to files, so that a test can be the disk that fails. */
export type FileOps = {
  /** A new file, open for writing; fails when the name is taken. */
  create(path: string): number
  /** Writes at that place; answers how many bytes went in. */
  write(fd: number, bytes: Uint8Array, from: number, position: number): number
  truncate(fd: number, lengthBytes: number): void
  /** Resolves when everything written to the file before is on the disk. */
  dataSync(fd: number): Promise<void>
  /** The same for the names in a folder. */
  syncFolder(path: string): Promise<void>
  close(fd: number): void
  remove(path: string): void
}

const dataSync = promisify(fdatasync)

const PAUSE_MS = 100

/**
 * A process without descriptors is not a disk that failed: this waits until there is one, and with it
 * whoever is to be acknowledged.
 */
const openFolder = async (path: string): Promise<FileHandle> => {
  for (;;)
    try {
      return await open(path, 'r')
    } catch (error) {
      const code = errorCode(error)
      if (code !== 'EMFILE' && code !== 'ENFILE') throw error
      await pause(PAUSE_MS)
    }
}

export const realFiles: FileOps = {
  create: (path) => openSync(path, 'wx', 0o600),
  write: (fd, bytes, from, position) => writeSync(fd, bytes, from, bytes.length - from, position),
  truncate: ftruncateSync,
  dataSync,
  syncFolder: async (path) => {
    const folder = await openFolder(path)
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  },
  close: closeSync,
  remove: (path) => rmSync(path, { force: true }),
}
