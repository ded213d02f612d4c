import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { sql } from 'kysely'
import { expect, inject, test } from 'vitest'
import { freshPostgres, testDb } from '../../testing/testDb.ts'
import { openPostgresDb } from './Db.ts'
import { openPostgres } from './postgres.ts'

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
