import type { Kysely } from 'kysely'
import type { DocName } from '#shared/sync/docName.ts'
import { appendOwned } from './appendOwned.ts'
import type { DocAppend, LoadedDoc } from './DocStore.ts'
import { loadDoc, lockFences } from './docRows.ts'
import type { DocumentTables } from './tables.ts'

/** Appends and loads where there are several nodes (`sqlDocStore`). PostgreSQL only. */
export const ownedLog = (db: Kysely<DocumentTables>) => {
  /** Their last append failed, maybe without an answer: it may still come to its end. */
  const uncertain = new Set<DocName>()
  return {
    append: async (batch: readonly DocAppend[]): Promise<void> => {
      try {
        await appendOwned(db, batch)
        for (const { name } of batch) uncertain.delete(name)
      } catch (thrown) {
        for (const { name } of batch) uncertain.add(name)
        throw thrown
      }
    },
    load: async (name: DocName, beforeSeq?: number): Promise<LoadedDoc | null> => {
      if (uncertain.has(name)) {
        // It holds the fence's row until then.
        await db.transaction().execute((trx) => lockFences(trx, [name]))
        uncertain.delete(name)
      }
      // All of it as at one moment, whoever compacts meanwhile.
      const atOnce = db.transaction().setIsolationLevel('repeatable read')
      return atOnce.execute((trx) => loadDoc(trx, name, beforeSeq))
    },
  }
}
