import { createHash } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Db } from '#server/platform/db/Db.ts'
import { isSqlite } from '#server/platform/db/isSqlite.ts'
import type { TestApp } from './testApp.ts'

/** When a browser was last seen is written by reading, on purpose. */
const restless: Readonly<Record<string, readonly string[]>> = { session: ['seen_at'] }

const plain = (value: unknown): unknown =>
  value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value

const rowText = (table: string, row: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(
    Object.entries(row)
      .filter(([column]) => !restless[table]?.includes(column))
      .map(([column, value]) => [column, plain(value)]),
  )

/** Files are replaced, never written into: a new one has a new inode. */
const printOf = async (path: string): Promise<string> => {
  const { ino, size, mtimeMs } = await stat(path)
  return `${ino} ${size} ${mtimeMs}`
}

const tablesOf = async (db: Db): Promise<readonly string[]> => {
  const listed = isSqlite(db)
    ? sql<{ name: string }>`
        select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`
    : sql<{ name: string }>`
        select tablename as name from pg_tables where schemaname = 'public'`
  return (await listed.execute(db)).rows.map(({ name }) => name).sort()
}

/**
 * One hash a table and one of the files: whatever tables there are, every row and column, so that a
 * table made tomorrow is watched too.
 */
export const dataHash = async (app: TestApp): Promise<Readonly<Record<string, string>>> => {
  const { db } = app.drivers
  const tables = await tablesOf(db)
  const hashes: Record<string, string> = {}
  const keep = (name: string, lines: readonly string[]): void => {
    hashes[name] = createHash('sha256')
      .update([...lines].sort().join('\n'))
      .digest('hex')
  }
  for (const name of tables) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(
      db,
    )
    keep(
      name,
      rows.map((row) => rowText(name, row)),
    )
  }
  const entries = await readdir(app.filesDir, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((e) => join(e.parentPath, e.name))
  keep('files', await Promise.all(files.map(async (path) => `${path} ${await printOf(path)}`)))
  return hashes
}
