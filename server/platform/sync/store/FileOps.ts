import { closeSync, fdatasync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { promisify } from 'node:util'

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

export const realFiles: FileOps = {
  create: (path) => openSync(path, 'wx', 0o600),
  write: (fd, bytes, from, position) => writeSync(fd, bytes, from, bytes.length - from, position),
  truncate: ftruncateSync,
  dataSync,
  syncFolder: async (path) => {
    const folder = await open(path, 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  },
  close: closeSync,
  remove: (path) => rmSync(path, { force: true }),
}
