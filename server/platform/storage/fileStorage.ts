import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { AppError } from '#shared/errors/appError.ts'
import type { Storage } from './Storage.ts'
import { assertKey } from './storageKey.ts'

const isMissing = (thrown: unknown): boolean => (thrown as NodeJS.ErrnoException).code === 'ENOENT'

/** The new name itself must be on the disk, or a power cut takes the file with it. */
const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Files below one folder: written beside, fsynced, then renamed. */
export const fileStorage = (root: string): Storage => {
  const pathOf = (key: string): string => {
    assertKey(key)
    return join(root, key)
  }
  return {
    write: async (key, content) => {
      const path = pathOf(key)
      const beside = `${path}.${randomUUID()}.part`
      await mkdir(dirname(path), { recursive: true })
      const handle = await open(beside, 'w')
      let bytes = 0
      try {
        for await (const chunk of content instanceof Uint8Array
          ? [content]
          : (content as AsyncIterable<Buffer>)) {
          await handle.write(chunk)
          bytes += chunk.length
        }
        await handle.sync()
        await handle.close()
        await rename(beside, path)
        await syncFolder(dirname(path))
      } catch (thrown) {
        await handle.close().catch(() => undefined)
        await rm(beside, { force: true })
        if ((thrown as NodeJS.ErrnoException).code === 'ENOSPC')
          throw new AppError('storage-full', { cause: thrown })
        throw thrown
      }
      return { bytes }
    },
    read: async (key) => {
      try {
        return await readFile(pathOf(key))
      } catch (thrown) {
        if (isMissing(thrown)) return null
        throw thrown
      }
    },
    stream: async (key, range) => {
      const path = pathOf(key)
      await stat(path).catch((thrown: unknown) => {
        throw isMissing(thrown) ? new AppError('not-found') : thrown
      })
      if (range && range.end <= range.start) return Readable.from([])
      return createReadStream(path, range ? { start: range.start, end: range.end - 1 } : {})
    },
    size: async (key) => {
      try {
        return (await stat(pathOf(key))).size
      } catch (thrown) {
        if (isMissing(thrown)) return null
        throw thrown
      }
    },
    remove: (key) => rm(pathOf(key), { recursive: true, force: true }),
  }
}
