import { type Generated, type Kysely, sql } from 'kysely'
import { isSqlite } from '../isSqlite.ts'

export interface OrderColumns {
  /** Which of two rows was made first, where their times do not tell: SQLite's rowid is no column elsewhere. */
  nth: Generated<number>
}

export const order = {
  name: '0011_order',
  up: async (db: Kysely<never>): Promise<void> => {
    for (const table of ['org', 'activity'] as const) {
      await db.schema
        .alterTable(table)
        .addColumn('nth', 'integer', (c) => c.notNull().defaultTo(0))
        .execute()
      if (isSqlite(db)) await sql`update ${sql.table(table)} set nth = rowid`.execute(db)
    }
  },
}
