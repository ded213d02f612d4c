import type { Kysely } from 'kysely'
import type { DocumentTables } from '../tables.ts'
import type { StoreUnderTest } from './storedRows.ts'

type Damages = Pick<StoreUnderTest, 'damageUpdate' | 'damageSnapshot' | 'snapshotSeqs'>

/** Looks at the documents' tables and damages them as a bad disk would, on either engine. */
export const sqlRows = (db: Kysely<DocumentTables>): Damages => ({
  damageUpdate: async (doc, seq, damage) => {
    const row = await db
      .selectFrom('doc_log')
      .selectAll()
      .where('doc', '=', doc)
      .where('last_seq', '>=', seq)
      .orderBy('last_seq')
      .limit(1)
      .executeTakeFirstOrThrow()
    await db
      .updateTable('doc_log')
      // A Buffer's slices are views, and the damage would be done to what we compare with.
      .set({ bytes: damage(Uint8Array.from(row.bytes)) })
      .where('doc', '=', doc)
      .where('last_seq', '=', row.last_seq)
      .execute()
  },
  damageSnapshot: async (doc, uptoSeq) => {
    await db
      .updateTable('doc_snapshot')
      .set({ state: Uint8Array.of(77, 77, 77) })
      .where('doc', '=', doc)
      .where('upto_seq', '=', uptoSeq)
      .execute()
  },
  snapshotSeqs: async (doc) => {
    const rows = await db
      .selectFrom('doc_snapshot')
      .select('upto_seq')
      .where('doc', '=', doc)
      .orderBy('upto_seq')
      .execute()
    return rows.map((row) => Number(row.upto_seq))
  },
})
