const PREFIX = 'restored-'

/**
 * The epoch of a document that was made of a backup: another
 * past, from which something may be missing on purpose.
 */
export const restoredEpoch = (id: string): string => `${PREFIX}${id}`

export const isRestoredEpoch = (epoch: string): boolean => epoch.startsWith(PREFIX)
