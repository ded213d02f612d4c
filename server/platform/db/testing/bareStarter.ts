import { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { migrations } from '../migrations/index.ts'
import { openSqlite } from '../sqlite.ts'

/** The control: the same steps, each statement by itself instead of all of them or none. */
const [file = ''] = process.argv.slice(2)
const db = new Kysely<never>({ dialect: openSqlite(file) })
process.stdout.write('opened\n')
const steps = Object.fromEntries(migrations.map(({ name, up }) => [name, { up }]))
const { error } = await new Migrator({
  db,
  provider: { getMigrations: async () => steps },
  disableTransactions: true,
}).migrateToLatest()
if (error) throw error
await db.destroy()
