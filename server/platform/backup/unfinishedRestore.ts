import { join } from 'node:path'

/** Where a restore prepares a data folder. While it is there, the folder is not whole. */
export const unfinishedRestore = (dataDir: string): string => join(dataDir, '.restoring')
