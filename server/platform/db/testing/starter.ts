import { openDb, openPostgresDb } from '../Db.ts'

/** A studio as far as its database: `node starter.ts <file or postgres://…>`. */
const [url = ''] = process.argv.slice(2)
const db = url.startsWith('postgres:')
  ? await openPostgresDb({ url, poolSize: 1 })
  : await openDb(url)
await db.destroy()
