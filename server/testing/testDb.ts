import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { type Db, openDb, openPostgresDb, openPostgresDocuments } from '#server/platform/db/Db.ts'
import type { Log } from '#server/platform/log.ts'
import type { DocStore } from '#server/platform/sync/DocStore.ts'
import { sqlDocStore } from '#server/platform/sync/sqlDocStore.ts'
import { embeddedDocStore } from '#server/platform/sync/store/embeddedDocStore.ts'

/** Where the run's PostgreSQL listens, when its tests are to run on it. */
let server: string | null = null

/** From now on every database of the test is one of that server's. */
export const testOnPostgres = (url: string): void => {
  server = url
}

const withDatabase = (url: string, name: string): string => {
  const named = new URL(url)
  named.pathname = `/${name}`
  return named.href
}

/** Runs one statement outside of any test's database. */
const administer = async (url: string, statement: string): Promise<void> => {
  const { Client } = await import('pg')
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** A new database on the given server; `drop` takes it away again, whoever is still connected. */
export const freshPostgres = async (url: string, template = 'template0') => {
  const name = `t_${randomBytes(8).toString('hex')}`
  await administer(url, `create database ${name} template ${template}`)
  return {
    url: withDatabase(url, name),
    drop: () => administer(url, `drop database if exists ${name} with (force)`),
  }
}

/** Where a test's database is, for those that want a second way to it. */
const urls = new WeakMap<Db, string>()

let template: Promise<string> | null = null

/** A database with today's schema to copy, made once for each test file: migrating takes far longer. */
const migrated = (url: string): Promise<string> => {
  template ??= (async () => {
    const fresh = await freshPostgres(url)
    await (await openPostgresDb({ url: fresh.url, poolSize: 1 })).destroy()
    return new URL(fresh.url).pathname.slice(1)
  })()
  return template
}

/**
 * An empty database with today's schema: SQLite in memory or, where the run says so, one of its own
 * on a real PostgreSQL. `destroy` takes it away. `isLoose`: rows may name rows that are not there.
 */
export const testDb = async ({ isLoose = false } = {}): Promise<Db> => {
  const url = server
  if (!url) {
    const db = await openDb(':memory:')
    if (isLoose) await sql`pragma foreign_keys = off`.execute(db)
    return db
  }
  const { url: own, drop } = await freshPostgres(url, await migrated(url))
  const loose = isLoose ? '?options=-c%20session_replication_role%3Dreplica' : ''
  const db = await openPostgresDb({ url: `${own}${loose}`, poolSize: 4 })
  urls.set(db, own)
  const destroy = db.destroy.bind(db)
  db.destroy = async () => {
    await destroy()
    await drop()
  }
  return db
}

/** Where the documents of a test's studio are kept: beside its database, on the same engine. */
export const testDocStore = async (
  db: Db,
  embedded: { readonly dataDir: string; readonly log: Log },
): Promise<DocStore> => {
  const url = urls.get(db)
  if (!url) return embeddedDocStore(embedded)
  const documents = await openPostgresDocuments({ url, poolSize: 2 })
  return {
    ...sqlDocStore(documents, { fenced: true }),
    close: () => documents.destroy(),
  }
}
