import { createHash } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { copyFile, mkdir, open, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

export const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

const syncFile = async (path: string): Promise<void> => {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

export const writeSynced = async (path: string, text: string): Promise<void> => {
  await writeFile(path, text, { mode: 0o600 })
  await syncFile(path)
}

export type Hashed = { readonly bytes: number; readonly sha256: string }

/** What really lies there: read back from the file. */
export const hashFile = async (path: string): Promise<Hashed> => {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) {
    hash.update(piece)
    bytes += piece.length
  }
  return { bytes, sha256: hash.digest('hex') }
}

/** On a file system that can, a copy takes neither time nor room. */
const cloned = (from: string, to: string): Promise<boolean> =>
  copyFile(from, to, constants.COPYFILE_FICLONE_FORCE).then(
    () => true,
    // Whatever is wrong besides, the copy byte by byte will say.
    () => false,
  )

const PIECE_BYTES = 4 << 20

/**
 * Each piece is on the disk before the next is written, so that whoever else waits for the disk
 * waits for one piece and not for a whole recording.
 */
const copyInPieces = async (from: string, to: string): Promise<void> => {
  const source = await open(from, 'r')
  try {
    const { mode } = await source.stat()
    const target = await open(to, 'w', mode & 0o777)
    try {
      for await (const piece of source.createReadStream({
        highWaterMark: PIECE_BYTES,
        autoClose: false,
      })) {
        await target.writeFile(piece)
        await target.datasync()
      }
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

/** Copies with the folders it needs, puts it on the disk and reads it back. */
export const copySynced = async (from: string, to: string): Promise<Hashed> => {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  if (!(await cloned(from, to))) await copyInPieces(from, to)
  await syncFile(to)
  return hashFile(to)
}

/** The same for a file that something else has written there. */
export const syncAndHash = async (path: string): Promise<Hashed> => {
  await syncFile(path)
  return hashFile(path)
}
