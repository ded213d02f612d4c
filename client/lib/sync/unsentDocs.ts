import { type DocName, parseDocName } from '#shared/sync/docName.ts'
import { askStorageKey } from './askStorageKey.ts'
import { CUSTOM, copiesOf, isUnsentKey } from './copyNames.ts'
import { knownDatabases } from './knownDatabases.ts'
import { openExisting } from './openExisting.ts'
import { unsealCopies } from './sealedCopies.ts'

const hasUnsent = async (name: string): Promise<boolean> => {
  const db = await openExisting(name)
  try {
    return (await db.getAllKeys(CUSTOM)).some(isUnsentKey)
  } finally {
    // A connection that stays open would hold up whoever deletes it.
    db.close()
  }
}

/**
 * The documents of which this person's copies in this browser have something that the server is not
 * known to have; what was sealed is opened for it. One that cannot be read hides none of the others.
 */
export const unsentDocs = async (userId: string): Promise<readonly DocName[]> => {
  if (typeof indexedDB === 'undefined') return []
  await unsealCopies(userId, askStorageKey)
  const own = copiesOf(userId)
  const found: DocName[] = []
  for (const name of await knownDatabases.names()) {
    const docName = name.startsWith(own) ? name.slice(own.length) : ''
    if (parseDocName(docName) && (await hasUnsent(name).catch(() => false)))
      found.push(docName as DocName)
  }
  return found
}
