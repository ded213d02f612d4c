import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  mkdtempSync,
  rmdirSync,
  rmSync,
  statfsSync,
  statSync,
  truncateSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const BLOCK = Buffer.alloc(64 * 1024)

export type SmallDisk = {
  readonly folder: string
  /** Writes until the system says that there is no room, or only so much. */
  fill(leftBytes?: number): void
  /** Makes room again. */
  free(): void
  unmount(): void
}

/** A real file system of its own that can really be full. Mounting needs root. */
export const mountSmallDisk = (megabytes: number): SmallDisk => {
  const folder = mkdtempSync(join(tmpdir(), 'yanke-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder])
  const filler = join(folder, 'filler')
  return {
    folder,
    fill: (leftBytes = 0) => {
      for (let size = BLOCK.length; size >= 1; size = Math.floor(size / 2))
        try {
          while (statfsSync(folder).bfree > 0) appendFileSync(filler, BLOCK.subarray(0, size))
        } catch {
          // Full for this size; a smaller piece may still fit.
        }
      truncateSync(filler, statSync(filler).size - leftBytes)
    },
    free: () => rmSync(filler, { force: true }),
    unmount: () => {
      execFileSync('umount', ['-l', folder])
      rmdirSync(folder)
    },
  }
}
