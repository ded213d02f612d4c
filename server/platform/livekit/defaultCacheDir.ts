import { homedir } from 'node:os'
import { join } from 'node:path'

/** Per user and outside the checkout, so that a new clone does not build the media server again. */
export const defaultCacheDir = (): string => join(homedir(), '.cache', 'yanke')
