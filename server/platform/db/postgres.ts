import { setTimeout as sleep } from 'node:timers/promises'
import { CompiledQuery, type Driver, PostgresDialect } from 'kysely'
import { Pool, type PoolClient, types } from 'pg'
import { errorCode } from '../net/errorCode.ts'
import { StartRefusal } from '../net/StartRefusal.ts'
import { endSilentConnections } from './endSilentConnections.ts'
import { leaveStandBy } from './leaveStandBy.ts'
import { replaceNul } from './replaceNul.ts'

export type PostgresSettings = {
  /** `postgres://user:password@host:5432/database`. */
  readonly url: string
  /** Connections of this process at most; with several studios the sum must stay below the server's. */
  readonly poolSize: number
  /** Whether its transactions come one after the other, whichever node they are of. */
  readonly isSerial: boolean
  /** Null for migrations, whose statements may take as long as they like. */
  readonly patience?: Patience | null
}

/** After how long a connection is given up, in ms. */
type Patience = {
  /**
   * By us: a question without an answer. No statement of ours takes as long; the server ends one that
   * waits for somebody's lock before that, so that it does not run on behind our back.
   */
  readonly silenceMs: number
  /**
   * By the server: a transaction in which nothing is asked. A node that stands still in the middle of
   * one holds its locks, a document or everybody's turn, and should lose them before its leases.
   */
  readonly haltedMs: number
}

/** After which share of our own patience the server ends a statement. */
const SERVERS_SHARE = 2 / 3

const PATIENCE: Patience = { silenceMs: 15_000, haltedMs: 5_000 }

/** A connection that nothing is asked of is asked whether it is alive after so long, in ms. */
const ALIVE_MS = 10_000

/** Oldest major version that still gets fixes. */
const OLDEST_MAJOR = 14

/** A server that does not answer is refused rather than waited for, in ms. */
const CONNECT_MS = 5000

/** `cannot_connect_now`: it is reading back its log. After a loss of power both of us start at once. */
const STARTING = '57P03'
const STARTING_MS = 60_000
const RETRY_MS = 200

const INT8 = 20
const NUMERIC = 1700

/**
 * `pg` answers with a string for what may be larger than a number can hold exactly. Our counts,
 * sizes and milliseconds never are, and SQLite answers with numbers.
 */
const typeParsers = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 || oid === NUMERIC
      ? Number
      : types.getTypeParser(oid, format ?? 'text')) as typeof types.getTypeParser,
}

/** Without user and password, for people and logs. */
const placeOf = (url: string): string => {
  if (!URL.canParse(url)) return 'DATABASE_URL'
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}

const refusal = (zh: string, en: string, cause?: unknown): StartRefusal =>
  new StartRefusal('database', { 'zh-CN': zh, en }, cause)

const connect = async (pool: Pool, url: string): Promise<PoolClient> => {
  const deadlineMs = performance.now() + STARTING_MS
  try {
    for (;;)
      try {
        return await pool.connect()
      } catch (thrown) {
        if (errorCode(thrown) !== STARTING || performance.now() > deadlineMs) throw thrown
        await sleep(RETRY_MS)
      }
  } catch (thrown) {
    const why = errorCode(thrown) || (thrown instanceof Error ? thrown.message : 'unknown')
    throw refusal(
      `连不上 PostgreSQL：${placeOf(url)}（${why}）。请检查 DATABASE_URL，或先启动数据库`,
      `PostgreSQL cannot be reached: ${placeOf(url)} (${why}). Check DATABASE_URL, or start the database first`,
      thrown,
    )
  }
}

const settingOf = async (client: PoolClient, name: string): Promise<string> => {
  const { rows } = await client.query<{ value: string }>('select current_setting($1) as value', [
    name,
  ])
  return rows[0]?.value ?? ''
}

/** "Saved" is the commit: a server that answers before its log is on the disk would make it a lie. */
const assertKeeps = async (client: PoolClient, url: string): Promise<void> => {
  const major = Math.floor(Number(await settingOf(client, 'server_version_num')) / 10_000)
  if (!(major >= OLDEST_MAJOR))
    throw refusal(
      `PostgreSQL ${major} 太旧：${placeOf(url)}。请升级到 ${OLDEST_MAJOR} 或更新的版本`,
      `PostgreSQL ${major} at ${placeOf(url)} is too old. Upgrade to ${OLDEST_MAJOR} or newer`,
    )
  for (const name of ['synchronous_commit', 'fsync', 'full_page_writes']) {
    const value = await settingOf(client, name)
    if (value === 'off' || (name === 'synchronous_commit' && value === 'local'))
      throw refusal(
        `PostgreSQL 的 ${name}=${value}，断电会丢失已保存的内容：${placeOf(url)}。请设为 on`,
        `PostgreSQL at ${placeOf(url)} has ${name}=${value}: a loss of power would take what was saved. Set it to on`,
      )
  }
}

/** Any number but the migrations'. */
const TURN = 4_600_118

/**
 * One transaction at a time in the whole studio, as on SQLite: what the slices read in a transaction
 * stays so until they have written. They are short and rare; keystrokes go another way.
 */
class SerialDialect extends PostgresDialect {
  override createDriver(): Driver {
    const driver = super.createDriver()
    const begin = driver.beginTransaction.bind(driver)
    driver.beginTransaction = async (connection, settings) => {
      await begin(connection, settings)
      try {
        await connection.executeQuery(CompiledQuery.raw(`select pg_advisory_xact_lock(${TURN})`))
      } catch (thrown) {
        await driver.rollbackTransaction(connection)
        throw thrown
      }
    }
    return driver
  }
}

/**
 * A pool of connections to a server that was reached and that keeps what it commits. Throws
 * `StartRefusal` with one sentence otherwise.
 */
export const openPostgres = async ({
  url,
  poolSize,
  isSerial,
  patience = PATIENCE,
}: PostgresSettings): Promise<PostgresDialect> => {
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: CONNECT_MS,
    // A half-open connection would hold a request until TCP gives up, a quarter of an hour later.
    keepAlive: true,
    keepAliveInitialDelayMillis: ALIVE_MS,
    ...(patience && {
      idle_in_transaction_session_timeout: patience.haltedMs,
      statement_timeout: Math.round(patience.silenceMs * SERVERS_SHARE),
    }),
    application_name: 'yanke',
    types: typeParsers,
  })
  // An idle connection that breaks, e.g. when the server restarts, is replaced by the next request.
  pool.on('error', () => {})
  // And one that breaks between two statements of a transaction is heard of by the next statement.
  pool.on('connect', (client) => client.on('error', () => {}))
  replaceNul(pool)
  leaveStandBy(pool)
  if (patience) endSilentConnections(pool, patience.silenceMs)
  const close = () => pool.end().catch(() => {})
  try {
    const client = await connect(pool, url)
    try {
      await assertKeeps(client, url)
    } finally {
      client.release()
    }
  } catch (thrown) {
    await close()
    throw thrown
  }
  return isSerial ? new SerialDialect({ pool }) : new PostgresDialect({ pool })
}
