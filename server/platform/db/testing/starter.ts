import { openDb, openPostgresDb } from '../Db.ts'

/** A studio as far as its database: `node starter.ts <file or postgres://…>`. */
const [url = ''] = process.argv.slice(2)
// Whoever wants to end it in the middle of its work waits for this.
process.stdout.write('opened\n')
const db = url.startsWith('postgres:')
  ? await openPostgresDb({ url, poolSize: 1 })
  : await openDb(url)
await db.destroy()
