import { type Kysely, sql } from 'kysely'
import { isSqlite } from './isSqlite.ts'

/**
 * Writes what can be made again from what is kept elsewhere (a projection of a document), without
 * waiting for the disk: on SQLite a commit stands still with the whole process until it is fsynced,
 * and lists must not hold up anybody's typing. A loss of power may take such a write, never another.
 */
export const writeDerived = <Tables>(
  db: Kysely<Tables>,
  write: (db: Kysely<Tables>) => Promise<void>,
): Promise<void> =>
  isSqlite(db)
    ? db.connection().execute(async (own) => {
        // Nobody else has the connection meanwhile: SQLite's is the only one there is.
        await sql`pragma synchronous = normal`.execute(own)
        try {
          await write(own)
        } finally {
          await sql`pragma synchronous = full`.execute(own)
        }
      })
    : db.transaction().execute(async (own) => {
        await sql`set local synchronous_commit = off`.execute(own)
        await write(own)
      })
