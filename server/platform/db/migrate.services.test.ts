import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { describe, expect, inject, test } from 'vitest'
import { isLongRun } from '../../testing/isLongRun.ts'
import { freshPostgres } from '../../testing/testDb.ts'
import { openDb, openPostgresDb } from './Db.ts'
import { openPostgres } from './postgres.ts'

const ROUNDS = isLongRun ? 20 : 3
const KILLS = isLongRun ? 60 : 4
const STARTERS = 5
const program = fileURLToPath(new URL('./testing/starter.ts', import.meta.url))

type Place = { readonly url: string; remove(): Promise<void> }

const engines: Readonly<Record<string, () => Promise<Place>>> = {
  PostgreSQL: async () => {
    const { url, drop } = await freshPostgres(inject('postgresUrl'))
    return { url, remove: drop }
  },
  SQLite: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'yanke-migrate-'))
    const remove = () => rm(folder, { recursive: true, force: true })
    return { url: join(folder, 'yanke.sqlite'), remove }
  },
}

const open = (url: string) =>
  url.startsWith('postgres:') ? openPostgresDb({ url, poolSize: 1 }) : openDb(url)

const start = (url: string): ChildProcess =>
  spawn(process.execPath, [program, url], { stdio: ['ignore', 'ignore', 'pipe'] })

const ended = async (child: ChildProcess): Promise<string> => {
  let errors = ''
  child.stderr?.on('data', (data) => {
    errors += String(data)
  })
  const [code, signal] = await once(child, 'close')
  return signal ? `${signal}` : `${code} ${errors}`.trim()
}

/** Tables, columns and what has been migrated: the same however it came about. */
const schemaOf = async (url: string): Promise<string> => {
  const db = await open(url)
  try {
    const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
    const done = await sql<{
      name: string
    }>`select name from kysely_migration order by name`.execute(db)
    const columns = tables.map(({ name, columns: own }) => [
      name,
      own.map((one) => one.name).sort(),
    ])
    return JSON.stringify([columns.sort(), done.rows.map(({ name }) => name)])
  } finally {
    await db.destroy()
  }
}

describe.each(Object.entries(engines))('on %s', (_name, place) => {
  test(`${STARTERS} starters at once, ${ROUNDS} times: one migrates, all start`, {
    timeout: 300_000,
  }, async () => {
    const schemas = new Set<string>()
    for (let round = 0; round < ROUNDS; round += 1) {
      const { url, remove } = await place()
      const ends = await Promise.all(Array.from({ length: STARTERS }, () => ended(start(url))))
      expect(ends).toEqual(Array.from({ length: STARTERS }, () => '0'))
      schemas.add(await schemaOf(url))
      await remove()
    }
    expect(schemas.size).toBe(1)
  })

  test('a starter killed in the middle has changed nothing for the next', {
    timeout: 300_000,
  }, async () => {
    const { url: whole, remove: removeWhole } = await place()
    const schema = await schemaOf(whole)
    await removeWhole()
    for (let round = 0; round < KILLS; round += 1) {
      const { url, remove } = await place()
      const killed = start(url)
      const end = ended(killed)
      // Somewhere between the program's first breath and its last statement.
      const timer = setTimeout(() => killed.kill('SIGKILL'), 150 + ((round * 137) % 600))
      await Promise.all([end, ended(start(url))])
      clearTimeout(timer)
      expect(await ended(start(url))).toBe('0')
      expect(await schemaOf(url)).toBe(schema)
      await remove()
    }
  })
})

test('control: the migrator without our lock fails somebody who starts at the same time', async () => {
  let inside = 0
  const steps: Record<string, Migration> = {
    one: {
      up: async (to) => {
        inside += 1
        // With a lock there is never a second one.
        await expect.poll(() => inside, { timeout: 10_000 }).toBeGreaterThan(1)
        await to.schema.createTable('once').addColumn('id', 'integer').execute()
      },
    },
  }
  const migrateBare = async (url: string): Promise<boolean> => {
    const db = new Kysely({ dialect: await openPostgres({ url, poolSize: 1, isSerial: false }) })
    const provider = { getMigrations: async () => steps }
    const { error } = await new Migrator({
      db,
      provider,
      disableTransactions: true,
    }).migrateToLatest()
    await db.destroy()
    return error === undefined
  }
  const { url, drop } = await freshPostgres(inject('postgresUrl'))
  const outcomes = await Promise.all(Array.from({ length: STARTERS }, () => migrateBare(url)))
  await drop()
  expect(outcomes).toContain(false)
})
