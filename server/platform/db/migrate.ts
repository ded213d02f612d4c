import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { SchemaStep } from './migrations/index.ts'

/** Brings the schema up to date; several starters wait for one another on the migrator's lock. */
export const migrate = async <Tables>(
  db: Kysely<Tables>,
  steps: readonly SchemaStep[],
): Promise<void> => {
  const byName: Record<string, Migration> = Object.fromEntries(
    steps.map((migration) => [migration.name, { up: migration.up }]),
  )
  const migrator = new Migrator({ db, provider: { getMigrations: async () => byName } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
