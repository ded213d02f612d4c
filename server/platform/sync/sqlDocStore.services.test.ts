import { sql } from 'kysely'
import { expect, inject, test } from 'vitest'
import type { DocName } from '#shared/sync/docName.ts'
import { freshPostgres } from '../../testing/testDb.ts'
import { soleOwnership } from '../cluster/Ownership.ts'
import { openPostgresDb, openPostgresDocuments } from '../db/Db.ts'
import { FencedOff } from './DocStore.ts'
import { raiseFence, raiseFenceAgain } from './docRows.ts'
import { docStoreContract } from './docStore.contract.ts'
import { sqlDocStore } from './sqlDocStore.ts'
import { sqlRows } from './testing/sqlRows.ts'
import { grantFor, openOwner, startStudio, until } from './testing/syncHarness.ts'

const open = async () => {
  const database = await freshPostgres(inject('postgresUrl'))
  await (await openPostgresDb({ url: database.url, poolSize: 2 })).destroy()
  const connect = () => openPostgresDocuments({ url: database.url, poolSize: 3 })
  return { ...database, connect, db: await connect() }
}

docStoreContract('sqlDocStore on PostgreSQL', async () => {
  const { connect, drop, ...first } = await open()
  let { db } = first
  return {
    store: sqlDocStore(db, { fenced: true }),
    ...sqlRows(db),
    settle: async () => {},
    reopen: async () => {
      await db.destroy()
      db = await connect()
      return sqlDocStore(db, { fenced: true })
    },
    refusesTaken: true,
    marksFollowed: true,
    raiseFence: (name) => raiseFence(db, name),
    close: async () => {
      await db.destroy()
      await drop()
    },
  }
})

const NAME: DocName = 'plan:plan0001'
const meta = { epoch: 'e', schemaVersion: 1, createdAtMs: 1 }
const appendOf = (fence: number, seq: number) => ({
  ...{ name: NAME, claims: [], fence },
  updates: [{ seq, atMs: 1, authorId: null, update: Uint8Array.of(seq) }],
})

/** An owner that stands still in the middle of its append, while another one takes over. */
const overtaken = async (fenced: boolean): Promise<unknown> => {
  const { db, drop } = await open()
  try {
    const old = sqlDocStore(db, { fenced })
    const first = await raiseFence(db, NAME)
    await old.create(meta, appendOf(fenced ? first : 0, 1))
    await raiseFence(db, NAME)
    return await old.append([appendOf(first, 2)]).written?.then(
      () => 'kept',
      (thrown: unknown) => thrown,
    )
  } finally {
    await db.destroy()
    await drop()
  }
}

test('an owner that was overtaken is refused by the database', async () => {
  expect(await overtaken(true)).toBeInstanceOf(FencedOff)
})

test('control: without the fence its append would be kept', async () => {
  expect(await overtaken(false)).toBe('kept')
})

test('connections that the database ends are replaced: the next append is kept, once', async () => {
  const { db, connect, drop } = await open()
  const asking = await connect()
  try {
    const store = sqlDocStore(db, { fenced: true })
    const fence = await raiseFence(db, NAME)
    await store.create(meta, appendOf(fence, 1))
    await store.append([appendOf(fence, 2)]).durable
    // Everybody's but the one that asks.
    const others = sql`from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`
    await sql`select pg_terminate_backend(pid) ${others}`.execute(asking)
    while ((await sql`select ${others}`.execute(asking)).rows.length > 0);
    const append = () =>
      store.append([appendOf(fence, 3)]).durable.then(
        () => 'kept',
        (thrown: unknown) => String(thrown),
      )
    // The goodbye may still be unread, on each of them: who hears of it tries again, as a room does.
    let outcome = await append()
    for (let tries = 1; outcome !== 'kept' && tries < 6; tries += 1) outcome = await append()
    expect(outcome).toBe('kept')
    for (let seq = 4; seq < 8; seq += 1) await store.append([appendOf(fence, seq)]).durable
    const rows = await store.history(NAME, { afterSeq: 0, limit: 20 })
    expect(rows.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7])
  } finally {
    await asking.destroy()
    await db.destroy()
    await drop()
  }
})

test('[DR21] [DR25] a name that is no document leaves no row, and a document’s first visitor does', async () => {
  const { db, drop } = await open()
  const isThere = (id: string) => id === 'plan0001'
  const studio = await startStudio({
    store: sqlDocStore(db, { fenced: true }),
    ownership: soleOwnership(
      (name) => raiseFence(db, name),
      (name) => raiseFenceAgain(db, name),
    ),
    owners: [openOwner({ authorize: async (actor, id) => (isThere(id) ? grantFor(actor) : null) })],
  })
  const fences = () => db.selectFrom('doc_fence').selectAll().execute()
  try {
    for (const name of ['plan:whatever', 'plan:whatelse'])
      expect((await studio.raw(name, 'wangfang').closed).code).toBe(4404)
    expect((await studio.raw(NAME, 'nobody01').closed).code).toBe(4404)
    expect(await fences()).toEqual([])
    for (const times of [1, 2]) {
      const client = studio.stock(NAME, 'wangfang')
      await until('synced', () => client.provider.synced)
      client.leave()
      await until('let go', () => !studio.rooms.local.owns(NAME))
      expect((await fences()).map(({ doc, fence }) => [doc, Number(fence)])).toEqual([
        [NAME, times],
      ])
    }
  } finally {
    await studio.stop()
    await db.destroy()
    await drop()
  }
})
