import { Kysely } from 'kysely'
import { documentMigrations } from '../../db/migrations/index.ts'
import { openSqlite } from '../../db/sqlite.ts'
import { sqlDocStore } from '../sqlDocStore.ts'
import type { DocumentTables } from '../tables.ts'

/** The document tables alone, in a file or `:memory:`. `isNew` makes them. */
export const sqliteDocStore = async (file: string, isNew = true) => {
  const db = new Kysely<DocumentTables>({ dialect: openSqlite(file) })
  for (const { up } of isNew ? documentMigrations : []) await up(db as unknown as Kysely<never>)
  return { db, store: sqlDocStore(db, { fenced: false }) }
}
