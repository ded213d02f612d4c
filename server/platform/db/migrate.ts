import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { isSqlite } from './isSqlite.ts'
import type { SchemaStep } from './migrations/index.ts'

/** Any number, the same in every starter. */
const LOCK = 4_600_117

/** The `code` of what is thrown for tables that a later version has made. It comes through a thread's end, too. */
export const NEWER_SCHEMA = 'newer-schema'

/** Somebody has done what we have never heard of. */
const isOfAnother = (error: unknown): error is Error =>
  error instanceof Error && /previously executed migration .* is missing/.test(error.message)

const migrateLocked = async <Tables>(
  db: Kysely<Tables>,
  steps: readonly SchemaStep[],
): Promise<void> => {
  const byName: Record<string, Migration> = Object.fromEntries(
    steps.map((migration) => [migration.name, { up: migration.up }]),
  )
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => byName },
    disableTransactions: true,
  })
  const { error } = await migrator.migrateToLatest()
  if (isOfAnother(error)) throw Object.assign(error, { code: NEWER_SCHEMA })
  if (error) throw error
}

/**
 * Brings the schema up to date. Of several starters one migrates and the others wait, then find
 * nothing to do; whoever is killed in between has changed nothing. The migrator's own lock comes too
 * late for that: it makes its tables before it asks for it, and on SQLite it has none.
 */
export const migrate = async <Tables>(
  db: Kysely<Tables>,
  steps: readonly SchemaStep[],
): Promise<void> =>
  db.connection().execute(async (connection) => {
    if (isSqlite(connection)) await sql`begin immediate`.execute(connection)
    else {
      await sql`begin`.execute(connection)
      await sql`select pg_advisory_xact_lock(${LOCK})`.execute(connection)
    }
    try {
      await migrateLocked(connection, steps)
      await sql`commit`.execute(connection)
    } catch (thrown) {
      await sql`rollback`.execute(connection)
      throw thrown
    }
  })
