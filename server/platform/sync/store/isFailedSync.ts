/** SQLITE_IOERR_FSYNC and SQLITE_IOERR_DIR_FSYNC. */
const FAILED_SYNCS = [1034, 1290]

/** The disk did not confirm: what SQLite wrote may be gone, and doing it again proves nothing. */
export const isFailedSync = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && FAILED_SYNCS.includes(Number(error.errcode))
