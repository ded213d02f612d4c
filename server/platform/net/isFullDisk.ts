import { causesOf } from './causesOf.ts'

/** SQLITE_FULL, and SQLITE_IOERR_SHMSIZE: no room for the index of its log. `code` is the same for all its errors. */
const NO_ROOM = [13, 4874]

/** However deep it lies: what could not be written says so itself, or names it as its cause. */
export const isFullDisk = (thrown: unknown): boolean =>
  causesOf(thrown).some((error) => {
    const { code, errcode } = error as { code?: unknown; errcode?: unknown }
    // The last one is what has been put into words already.
    return code === 'ENOSPC' || NO_ROOM.includes(Number(errcode)) || code === 'storage-full'
  })
