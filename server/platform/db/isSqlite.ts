import { type Kysely, SqliteAdapter } from 'kysely'

export const isSqlite = <Tables>(db: Kysely<Tables>): boolean =>
  db.getExecutor().adapter instanceof SqliteAdapter
