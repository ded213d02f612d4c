import { type Kysely, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { freshPostgres } from '../../testing/testDb.ts'
import { openPostgresDb, openPostgresDocuments } from '../db/Db.ts'
import type { DocAppend, DocStore } from './DocStore.ts'
import { lockFences, raiseFence } from './docRows.ts'
import { sqlDocStore } from './sqlDocStore.ts'
import type { DocumentTables } from './tables.ts'
import { bytes, meta, NAME, OTHER, row, seqsOf } from './testing/storedRows.ts'

/** Given up soon enough for a test, and by us long after the server has. */
const SOON = { silenceMs: 6000, haltedMs: 60_000 }

let database: Awaited<ReturnType<typeof freshPostgres>>
let db: Kysely<DocumentTables>
/** For what is to be left alone by all patience. */
let patient: Kysely<DocumentTables>
let store: DocStore
const fences = new Map<string, number>()

beforeEach(async () => {
  database = await freshPostgres(inject('postgresUrl'))
  const { url } = database
  await (await openPostgresDb({ url, poolSize: 1 })).destroy()
  db = await openPostgresDocuments({ url, poolSize: 3, patience: SOON })
  patient = await openPostgresDocuments({ url, poolSize: 2, patience: null })
  store = sqlDocStore(db, { fenced: true })
  for (const name of [NAME, OTHER] as const) {
    fences.set(name, await raiseFence(db, name))
    await store.create(meta, owned(name, 1))
  }
})
afterEach(async () => {
  await db.destroy()
  await patient.destroy()
  await database.drop()
})

const owned = (name: DocAppend['name'], ...seqs: number[]): DocAppend => ({
  name,
  fence: fences.get(name) ?? 0,
  updates: seqs.map((seq) => row(seq)),
  claims: [],
})

/** The same words at a later try. */
const later = (append: DocAppend): DocAppend => ({
  ...append,
  updates: append.updates.map((update) => ({ ...update, atMs: update.atMs + 5000 })),
})

/** Which numbers each row of the log holds. */
const spans = async (name: string) =>
  (
    await patient
      .selectFrom('doc_log')
      .select(['first_seq', 'last_seq'])
      .where('doc', '=', name)
      .orderBy('last_seq')
      .execute()
  ).map(({ first_seq, last_seq }) => [first_seq, last_seq])

/** Until so many statements wait for somebody's lock. */
const untilWaiting = async (wanted: number): Promise<void> => {
  const waiting = sql`select from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`
  while ((await waiting.execute(patient)).rows.length < wanted);
}

/** Keeps a lock that others wait for, as a commit that stands still does; answers what ends it. */
const standStill = (lock: (trx: Parameters<typeof lockFences>[0]) => Promise<unknown>) =>
  new Promise<() => Promise<void>>((resolve, reject) => {
    const held = patient.transaction().execute(async (trx) => {
      await lock(trx)
      await new Promise<void>((goOn) => {
        resolve(() => {
          goOn()
          return held
        })
      })
    })
    held.catch(reject)
  })

describe('an append whose first try is still running', () => {
  /** Both tries wait, as statements of connections of their own; then the database goes on. */
  const bothTries = async (first: readonly DocAppend[], again: readonly DocAppend[]) => {
    const goOn = await standStill((trx) => lockFences(trx, [NAME]))
    const one = store.append(first).written
    await untilWaiting(1)
    const other = sqlDocStore(db, { fenced: true }).append(again).written
    // The first is not to end unheard while the second is looked for.
    const both = Promise.allSettled([one, other])
    await untilWaiting(2)
    await goOn()
    return (await both).map(({ status }) => status)
  }

  test('[DR8] tried again alone, it counts as written and is there once', async () => {
    const first = owned(NAME, 2)
    expect(await bothTries([first], [later(first)])).toEqual(['fulfilled', 'fulfilled'])
    expect(await spans(NAME)).toEqual([
      [1, 1],
      [2, 2],
    ])
    const history = await store.history(NAME, { afterSeq: 1, limit: 9 })
    expect(history.map(({ atMs }) => atMs)).toEqual([row(2).atMs])
  })

  test('[DR8] tried again with what came meanwhile, every number has one update', async () => {
    const again = [later(owned(NAME, 2, 3)), owned(OTHER, 2)]
    expect(await bothTries([owned(NAME, 2)], again)).toEqual(['fulfilled', 'fulfilled'])
    expect(seqsOf((await store.load(NAME))?.updates)).toEqual([1, 2, 3])
    expect(seqsOf(await store.history(NAME, { afterSeq: 0, limit: 9 }))).toEqual([1, 2, 3])
    expect(await spans(NAME)).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ])
    expect(seqsOf((await store.load(OTHER))?.updates)).toEqual([1, 2])
  })

  test('[DR3] other words under its number are refused, and so is what is less than it', async () => {
    const others = { ...owned(NAME), updates: [row(2, bytes(66)), row(3)] }
    expect(await bothTries([owned(NAME, 2)], [others])).toEqual(['fulfilled', 'rejected'])
    await expect(store.append([others]).written).rejects.toThrow('2 is taken')
    await store.append([owned(NAME, 3, 4)]).written
    await expect(store.append([owned(NAME, 3)]).written).rejects.toThrow('3 is taken')
    expect(seqsOf((await store.load(NAME))?.updates)).toEqual([1, 2, 3, 4])
  })

  test('[DR3] what follows on it while both wait goes behind it', async () => {
    expect(await bothTries([owned(NAME, 2)], [owned(NAME, 3)])).toEqual(['fulfilled', 'fulfilled'])
    expect(seqsOf((await store.load(NAME))?.updates)).toEqual([1, 2, 3])
  })
})

test('[DR3] a number that leaves others out is refused, with all that came with it', async () => {
  await expect(store.append([owned(NAME, 3), owned(OTHER, 2)]).written).rejects.toThrow(
    '3 does not follow what the log has',
  )
  expect([await spans(NAME), await spans(OTHER)]).toEqual([[[1, 1]], [[1, 1]]])
})

test('[DR3] nor is a snapshot kept of more than the log has: nothing could be written behind it', async () => {
  const snapshot = { uptoSeq: 2, bytes: bytes(2), madeAtMs: 1, fence: fences.get(NAME) ?? 0 }
  await expect(store.saveSnapshot(NAME, snapshot)).rejects.toThrow('the log ends at 1, before 2')
  const lastSeq = (await store.load(NAME))?.lastSeq ?? 0
  await store.append([owned(NAME, lastSeq + 1)]).written
  await store.saveSnapshot(NAME, snapshot)
  expect((await store.load(NAME))?.lastSeq).toBe(2)
})

test('[DR8] an append that waits too long is ended by the server: nothing of it comes late', async () => {
  const goOn = await standStill((trx) => lockFences(trx, [NAME]))
  const QUERY_CANCELED = '57014'
  await expect(store.append([owned(NAME, 2)]).written).rejects.toMatchObject({
    code: QUERY_CANCELED,
  })
  await goOn()
  // Behind whatever of it still waited.
  await patient.transaction().execute((trx) => lockFences(trx, [NAME]))
  expect(await spans(NAME)).toEqual([[1, 1]])
})

test('[DR8] what is read after an append without an answer waits for its commit', async () => {
  const COMMIT = 77
  // At its commit the transaction waits for us, and no time limit of the server holds there.
  await sql`create function stall() returns trigger language plpgsql as
    $$ begin perform pg_advisory_xact_lock(${sql.lit(COMMIT)}); return null; end $$`.execute(db)
  await sql`create constraint trigger stall after insert on doc_log deferrable initially deferred
    for each row execute function stall()`.execute(db)
  const goOn = await standStill((trx) => sql`select pg_advisory_xact_lock(${COMMIT})`.execute(trx))
  await expect(store.append([owned(NAME, 2)]).written).rejects.toThrow()
  const loaded = store.load(NAME)
  await Promise.race([loaded, untilWaiting(2)])
  await goOn()
  expect((await loaded)?.lastSeq).toBe(2)
})
