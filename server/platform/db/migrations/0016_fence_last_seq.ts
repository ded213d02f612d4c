import type { Kysely } from 'kysely'

/** Typed in `platform/sync/tables.ts`. 0 says nothing: the numbers of before are in the log. */
export const fenceLastSeq = {
  name: '0016_fence_last_seq',
  up: async (db: Kysely<never>): Promise<void> => {
    await db.schema
      .alterTable('doc_fence')
      .addColumn('last_seq', 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
  },
}
