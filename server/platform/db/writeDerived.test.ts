import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSqlite } from './sqlite.ts'
import { writeDerived } from './writeDerived.ts'

type Tables = { thing: { id: number } }

let folder: string
let db: Kysely<Tables>
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yanke-derived-'))
  db = new Kysely<Tables>({ dialect: openSqlite(join(folder, 'a.sqlite')) })
  await sql`create table thing (id integer primary key)`.execute(db)
})
afterEach(async () => {
  await db.destroy()
  await rm(folder, { recursive: true })
})

const level = async (on: Kysely<Tables>): Promise<number> => {
  const { rows } = await sql<{ synchronous: number }>`pragma synchronous`.execute(on)
  return rows[0]?.synchronous ?? -1
}

test('what is derived does not wait for the disk, and everything after it does again', async () => {
  let during = -1
  await writeDerived(db, async (own) => {
    during = await level(own)
    await own.insertInto('thing').values({ id: 1 }).execute()
  })
  expect(during).toBe(1)
  expect(await level(db)).toBe(2)
  expect(await db.selectFrom('thing').selectAll().execute()).toEqual([{ id: 1 }])
})

test('also when it failed', async () => {
  const failing = writeDerived(db, async () => {
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await level(db)).toBe(2)
})

test('nobody else’s commit falls into it', async () => {
  const levels: number[] = []
  const derived = writeDerived(db, async (own) => {
    await own.insertInto('thing').values({ id: 1 }).execute()
    await new Promise((resolve) => setImmediate(resolve))
    await own.insertInto('thing').values({ id: 2 }).execute()
  })
  const other = db.transaction().execute(async (trx) => {
    levels.push(await level(trx))
    await trx.insertInto('thing').values({ id: 3 }).execute()
  })
  await Promise.all([derived, other])
  expect(levels).toEqual([2])
})
