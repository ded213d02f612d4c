/** How databases of this browser are called: each user's begin alike, so that they end together. */
export const copiesOf = (userId: string): string => `yanke/${userId}/`

/** In a tab's session storage: comments that were begun in it. */
export const draftsOf = (userId: string, planId: string): string =>
  `${copiesOf(userId)}${DRAFTS}${planId}`

const DRAFTS = 'drafts/'

export const isDraft = (name: string): boolean => name.split('/')[2] === 'drafts'

/** In a document's copy, y-indexeddb's store for updates. */
export const UPDATES = 'updates'

/** In a document's copy, y-indexeddb's store for what is not an update. */
export const CUSTOM = 'custom'

/** How keys in it begin: something was written here since the server last had everything. */
export const UNSENT = 'unsent'

export const isUnsentKey = (key: IDBValidKey): boolean => String(key).startsWith(UNSENT)

/** Another: which past of the document it is a copy of. */
export const EPOCH = 'epoch'

/** Another: how often it was emptied. Whoever opened it before has nothing in it any more. */
export const EMPTIED = 'emptied'

/** Whose a database, or a draft, of such a name is; null for all others. */
export const ownerOf = (name: string): string | null => /^yanke\/([^/]+)\//.exec(name)?.[1] ?? null
