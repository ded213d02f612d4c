import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { Kysely, sql } from 'kysely'
import { expect, inject, test } from 'vitest'
import { freshPostgres, testDb } from '../../testing/testDb.ts'
import { openPostgresDb, type Tables } from './Db.ts'
import { openPostgres } from './postgres.ts'
import { prepared } from './prepared.ts'

const refused = (url: string) =>
  openPostgres({ url, poolSize: 1, isSerial: false }).then(
    () => 'opened',
    (thrown: unknown) => thrown,
  )

test('a server that is not there, or turns us away, is refused in one sentence without the password', async () => {
  const url = new URL(inject('postgresUrl'))
  url.password = 'hidden-word'
  url.pathname = '/nobodys'
  const nobodys = url.href
  url.port = '1'
  for (const wrong of [url.href, nobodys]) {
    const refusal = await refused(wrong)
    expect(refusal).toMatchObject({
      code: 'database',
      words: { 'zh-CN': expect.stringContaining('连不上 PostgreSQL'), en: expect.anything() },
    })
    expect(JSON.stringify(refusal)).not.toContain('hidden-word')
  }
})

/** PostgreSQL's "the database system is starting up", as it says it on the wire. */
const startingUp = (() => {
  const fields = Buffer.from('SFATAL\0C57P03\0Mthe database system is starting up\0\0')
  const head = Buffer.from('E\0\0\0\0')
  head.writeInt32BE(fields.length + 4, 1)
  return Buffer.concat([head, fields])
})()

test('a server that is still reading back its log is waited for', async () => {
  const { url, drop } = await freshPostgres(inject('postgresUrl'))
  const real = new URL(url)
  let comers = 0
  const door = createServer((socket) => {
    comers += 1
    if (comers <= 3) {
      socket.once('data', () => socket.end(startingUp))
      return
    }
    socket.pipe(connect(Number(real.port), real.hostname)).pipe(socket)
  }).listen(0, '127.0.0.1')
  await once(door, 'listening')
  const behind = new URL(url)
  behind.port = String((door.address() as AddressInfo).port)
  expect(await refused(behind.href)).toBe('opened')
  expect(comers).toBe(4)
  door.close()
  await drop()
})

test('a server that answers before its log is on the disk is refused', async () => {
  const { url, drop } = await freshPostgres(inject('postgresUrl'))
  for (const value of ['off', 'local']) {
    const loose = `${url}?options=-c%20synchronous_commit%3D${value}`
    expect(await refused(loose)).toMatchObject({
      code: 'database',
      words: { en: expect.stringContaining(`synchronous_commit=${value}`) },
    })
  }
  expect(await refused(url)).not.toBeInstanceOf(Error)
  await drop()
})

test('counts, sums and times are numbers, bytes are bytes, on this engine too', async () => {
  const db = await testDb()
  const { rows } = await sql<Record<string, unknown>>`
    select count(*) as n, sum(x::bigint) as s, 1800000000000::bigint as t, '\\x00ff'::bytea as b
    from generate_series(1, 3) as x`.execute(db)
  expect(rows[0]).toMatchObject({ n: 3, s: 6, t: 1_800_000_000_000 })
  expect(rows[0]?.b).toBeInstanceOf(Uint8Array)
  await db.destroy()
})

test('a letter that no text here can hold is kept as the sign for one, in whatever way it is asked', async () => {
  const db = await testDb()
  await db.insertInto('setting').values({ key: 'n\0', value: '课\0题' }).execute()
  const ofKey = prepared(db, (key: string) =>
    db.selectFrom('setting').selectAll().where('key', '=', key),
  )
  expect(await ofKey('n\0')).toEqual([{ key: 'n\ufffd', value: '课\ufffd题' }])
  const bytes = Buffer.from('a\0b')
  const { rows } = await sql<{ b: Buffer }>`select ${bytes}::bytea as b`.execute(db)
  expect(rows[0]?.b).toEqual(bytes)
  await db.destroy()
})

test('transactions of all nodes come one after the other: what one has read stays so', async () => {
  const { url, drop } = await freshPostgres(inject('postgresUrl'))
  const nodes = [
    await openPostgresDb({ url, poolSize: 3 }),
    await openPostgresDb({ url, poolSize: 3 }),
  ]
  await nodes[0]!.insertInto('setting').values({ key: 'n', value: '0' }).execute()
  const addOne = (db: (typeof nodes)[number]) =>
    db.transaction().execute(async (trx) => {
      const { value } = await trx
        .selectFrom('setting')
        .select('value')
        .where('key', '=', 'n')
        .executeTakeFirstOrThrow()
      const next = String(Number(value) + 1)
      await trx.updateTable('setting').set({ value: next }).where('key', '=', 'n').execute()
    })
  await Promise.all(Array.from({ length: 40 }, (_, i) => addOne(nodes[i % 2]!)))
  const { value } = await nodes[1]!.selectFrom('setting').select('value').executeTakeFirstOrThrow()
  expect(value).toBe('40')
  for (const db of nodes) await db.destroy()
  await drop()
})

const open = async (url: string, patience?: { silenceMs: number; haltedMs: number }) =>
  new Kysely<Tables>({
    dialect: await openPostgres({
      url,
      poolSize: 2,
      isSerial: false,
      ...(patience && { patience }),
    }),
  })
const soon = { silenceMs: 400, haltedMs: 400 }

test('a connection that breaks in the middle of a transaction ends the transaction, not the process', async () => {
  const { url, drop } = await freshPostgres(inject('postgresUrl'))
  const [one, other] = [await open(url), await open(url)]
  const broken = one.transaction().execute(async (trx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx)
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(other)
    // The server's goodbye arrives while nothing is asked.
    const gone = sql`select from pg_stat_activity where pid = ${rows[0]?.pid}`
    while ((await gone.execute(other)).rows.length > 0);
    await new Promise((resolve) => setImmediate(resolve))
    await sql`select 1`.execute(trx)
  })
  await expect(broken).rejects.toThrow()
  expect((await sql<{ n: number }>`select 1 as n`.execute(one)).rows).toEqual([{ n: 1 }])
  await one.destroy()
  await other.destroy()
  await drop()
})

test('a transaction in which nobody asks any more does not keep its locks', async () => {
  const { url, drop } = await freshPostgres(inject('postgresUrl'))
  const [halted, other] = [await open(url, soon), await open(url)]
  const lock = sql`select pg_advisory_xact_lock(7)`
  const isHalted = new Promise<void>((resolve) => {
    const held = halted.transaction().execute(async (trx) => {
      await lock.execute(trx)
      resolve()
      await new Promise(() => {})
    })
    held.catch(() => {})
  })
  await isHalted
  // Waits for it, and for nothing else.
  await other.transaction().execute((trx) => lock.execute(trx))
  await other.destroy()
  await drop()
})

test('a connection that is dead without a word is replaced: the next question is answered', async () => {
  const { url, drop } = await freshPostgres(inject('postgresUrl'))
  const real = new URL(url)
  const sockets = new Set<Socket>()
  const door = createServer((socket) => {
    const behind = connect(Number(real.port), real.hostname)
    sockets.add(socket)
    socket.pipe(behind).pipe(socket)
    for (const end of [socket, behind]) end.on('error', () => {})
  }).listen(0, '127.0.0.1')
  await once(door, 'listening')
  const way = new URL(url)
  way.port = String((door.address() as AddressInfo).port)
  const db = await open(way.href, soon)
  const ask = () => sql<{ n: number }>`select 1 as n`.execute(db)
  await ask()
  // From now on what was open swallows what it is given, and answers nothing.
  for (const socket of sockets) {
    socket.unpipe()
    socket.resume()
  }
  await expect(ask()).rejects.toThrow()
  expect((await ask()).rows).toEqual([{ n: 1 }])
  await db.destroy()
  for (const socket of sockets) socket.destroy()
  door.close()
  await drop()
})

test('a connection to a server that only reads any more is left: the next finds one that writes', async () => {
  const { url, drop } = await freshPostgres(inject('postgresUrl'))
  const db = await open(url)
  await sql`create table words (word text)`.execute(db)
  const write = () => sql`insert into words values ('字')`.execute(db)
  const READ_ONLY = { code: '25006' }
  // As of a stand-by, which says so of its own connections alone.
  const become = sql`set session characteristics as transaction read only`
  await become.execute(db)
  await expect(write()).rejects.toMatchObject(READ_ONLY)
  await write()
  await become.execute(db)
  const inOne = db.transaction().execute((trx) => sql`delete from words`.execute(trx))
  await expect(inOne).rejects.toMatchObject(READ_ONLY)
  await write()
  const { rows } = await sql<{ n: number }>`select count(*) as n from words`.execute(db)
  expect(Number(rows[0]?.n)).toBe(2)
  await db.destroy()
  await drop()
})
