import { type Kysely, sql } from 'kysely'

/** Typed in `platform/sync/tables.ts`. What was written so far counts as followed: nobody knows better. */
export const followed = {
  name: '0014_followed',
  up: async (db: Kysely<never>): Promise<void> => {
    await db.schema
      .createTable('doc_followed')
      .addColumn('doc', 'text', (c) => c.primaryKey())
      .addColumn('upto_seq', 'integer', (c) => c.notNull())
      .execute()
    await sql`insert into doc_followed (doc, upto_seq)
      select doc, max(last_seq) from doc_log group by doc`.execute(db)
  },
}
