import { Kysely, sql } from 'kysely'
import { openSqlite } from '../db/sqlite.ts'
import { restoredEpoch } from './restoredEpoch.ts'
import type { DocumentTables } from './tables.ts'

/** A studio is not started more often than this between a backup and its being restored. */
const LIVES_SINCE = 1000

/**
 * Gives every document in a database file that no studio has open another epoch: its past is not the
 * one that browsers have seen. The client ids of before are nobody's from now on, so that no old copy
 * goes on under one. Answers how many documents there are.
 */
export const beginAnotherPast = async (file: string, newEpoch: () => string): Promise<number> => {
  const db = new Kysely<DocumentTables>({ dialect: openSqlite(file) })
  try {
    return await db.transaction().execute(async (trx) => {
      const docs = await trx.selectFrom('doc_meta').select('doc').execute()
      for (const { doc } of docs)
        await trx
          .updateTable('doc_meta')
          .set({ epoch: restoredEpoch(newEpoch()) })
          .where('doc', '=', doc)
          .execute()
      // Above every number that was given since: the clocks of presence hang on it.
      await trx
        .updateTable('doc_fence')
        .set({ fence: sql`fence + ${LIVES_SINCE}` })
        .execute()
      await trx.updateTable('doc_client').set({ user_id: '' }).execute()
      return docs.length
    })
  } finally {
    await db.destroy()
  }
}
