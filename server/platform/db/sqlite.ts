import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { type SqliteDatabase, SqliteDialect } from 'kysely'

/**
 * node:sqlite takes an object as the first bound value for named parameters and silently shifts
 * the rest, so whatever is not a plain value is refused here.
 */
const bindable = (value: unknown): SQLInputValue => {
  if (value === undefined) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  if (
    value === null ||
    typeof value === 'number' ||
    typeof value === 'string' ||
    typeof value === 'bigint'
  )
    return value
  if (value instanceof Uint8Array) return value
  throw new TypeError(`a ${typeof value} cannot be stored; map it in the repo`)
}

type Prepared = { readonly statement: StatementSync; readonly reader: boolean }

/** Preparing costs as much as a small query takes; more than this many kinds of query are rare. */
const MAX_KEPT_STATEMENTS = 200

/** Statements by their text, the one not used for longest is let go first. */
const keptStatements = (database: DatabaseSync): ((sql: string) => Prepared) => {
  const kept = new Map<string, Prepared>()
  return (sql) => {
    let prepared = kept.get(sql)
    if (prepared) kept.delete(sql)
    else {
      const statement = database.prepare(sql)
      prepared = { statement, reader: statement.columns().length > 0 }
    }
    kept.set(sql, prepared)
    const [oldest] = kept.keys()
    if (kept.size > MAX_KEPT_STATEMENTS && oldest !== undefined) kept.delete(oldest)
    return prepared
  }
}

const asKyselyDatabase = (database: DatabaseSync): SqliteDatabase => {
  const prepare = keptStatements(database)
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const { statement, reader } = prepare(sql)
      const bind = (parameters: readonly unknown[]) => parameters.map(bindable)
      return {
        reader,
        all: (parameters) => statement.all(...bind(parameters)),
        run: (parameters) => {
          // After a full disk or a failed fsync SQLite has rolled back by itself. Kysely does so again,
          // and would report the complaint about that instead of the reason.
          if (sql === 'rollback' && !database.isTransaction)
            return { changes: 0n, lastInsertRowid: 0n }
          const { changes, lastInsertRowid } = statement.run(...bind(parameters))
          return { changes: BigInt(changes), lastInsertRowid: BigInt(lastInsertRowid) }
        },
        // One of its own: a kept statement may be asked again before the last row was read.
        iterate: (parameters) => database.prepare(sql).iterate(...bind(parameters)),
      } as ReturnType<SqliteDatabase['prepare']>
    },
  }
}

/** Oldest SQLite without the WAL-reset corruption bug (fixed in 3.51.3). */
const OLDEST_SAFE = [3, 51, 3] as const

const assertSafeVersion = (database: DatabaseSync): void => {
  const { v } = database.prepare('select sqlite_version() as v').get() as { v: string }
  const parts = v.split('.').map(Number)
  const isOlder =
    OLDEST_SAFE.reduce<number>((order, want, i) => order || (parts[i] ?? 0) - want, 0) < 0
  if (isOlder)
    throw new Error(`SQLite ${v} is older than ${OLDEST_SAFE.join('.')} and may corrupt its log`)
}

/** So long, in ms, whoever else has the file may keep it. */
const BUSY_MS = 5000
const BUSY_AGAIN_MS = 20

const SQLITE_BUSY = 5
const isBusy = (thrown: unknown): boolean =>
  thrown instanceof Error && 'errcode' in thrown && thrown.errcode === SQLITE_BUSY

/**
 * A new file's going over to a log is refused at once while somebody else begins that file, whatever the
 * timeout says.
 */
const keepLog = (database: DatabaseSync): void => {
  const untilMs = performance.now() + BUSY_MS
  for (;;)
    try {
      database.exec('pragma journal_mode = wal')
      return
    } catch (thrown) {
      if (!isBusy(thrown) || performance.now() > untilMs) throw thrown
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BUSY_AGAIN_MS)
    }
}

/**
 * One database file, one connection, one writing process. synchronous=FULL: in WAL mode the default
 * commits without fsync, and then "saved" would be a lie after a loss of power.
 */
export const openSqlite = (file: string): SqliteDialect => {
  const database = new DatabaseSync(file, { timeout: BUSY_MS })
  assertSafeVersion(database)
  keepLog(database)
  database.exec('pragma synchronous = full; pragma foreign_keys = on;')
  return new SqliteDialect({ database: asKyselyDatabase(database) })
}
