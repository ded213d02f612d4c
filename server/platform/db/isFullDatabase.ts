import { causesOf } from '../net/causesOf.ts'

/** PostgreSQL's `disk_full`. */
const DISK_FULL = '53100'

/** The database server has no room: it is another machine's disk, and not ours. */
export const isFullDatabase = (thrown: unknown): boolean =>
  causesOf(thrown).some((error) => 'code' in error && error.code === DISK_FULL)
