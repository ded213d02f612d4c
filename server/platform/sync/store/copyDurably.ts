import { closeSync, copyFileSync, fsyncSync, openSync } from 'node:fs'
import { dirname } from 'node:path'

const syncPath = (path: string): void => {
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** When this returns, no loss of power takes the copy or its name: what was copied may go. */
export const copyDurably = (from: string, to: string): void => {
  copyFileSync(from, to)
  syncPath(to)
  syncPath(dirname(to))
}
