/** How databases of this browser are called: each user's begin alike, so that they end together. */
export const copiesOf = (userId: string): string => `yanke/${userId}/`

/** In a document's copy, y-indexeddb's store for what is not an update. */
export const CUSTOM = 'custom'

/** A key in it: something was written here since the server last had everything. */
export const UNSENT = 'unsent'
