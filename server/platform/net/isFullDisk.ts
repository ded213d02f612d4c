/** SQLITE_FULL, and SQLITE_IOERR_SHMSIZE: no room for the index of its log. `code` is the same for all its errors. */
const NO_ROOM = [13, 4874]

/** However deep it lies: what could not be written says so itself, or names it as its cause. */
export const isFullDisk = (thrown: unknown): boolean => {
  let error = thrown
  for (let depth = 0; depth < 5 && error instanceof Error; depth += 1) {
    const { code, errcode } = error as { code?: unknown; errcode?: unknown }
    if (code === 'ENOSPC') return true
    if (NO_ROOM.includes(Number(errcode))) return true
    error = error.cause
  }
  return false
}
