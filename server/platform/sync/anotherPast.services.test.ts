import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { expect, inject, test } from 'vitest'
import { freshPostgres } from '../../testing/testDb.ts'
import { soleOwnership } from '../cluster/Ownership.ts'
import { openPostgresDb, openPostgresDocuments } from '../db/Db.ts'
import { raiseFence, raiseFenceAgain } from './docRows.ts'
import { isRestoredEpoch } from './restoredEpoch.ts'
import { sqlDocStore } from './sqlDocStore.ts'
import { openOwner, PLAN, startStudio, type, until } from './testing/syncHarness.ts'

const deployment = new URL('../../../docs/deployment.md', import.meta.url)

/** What whoever has put back an older PostgreSQL is told to run. */
const statements = async (): Promise<readonly string[]> => {
  const block = /```sql\n([^`]+)```/.exec(await readFile(deployment, 'utf8'))?.[1] ?? ''
  return block.split(';').filter((statement) => statement.trim() !== '')
}

test('[DR20] [DR28] an older PostgreSQL that was put back is another past, as deployment.md says', async () => {
  const database = await freshPostgres(inject('postgresUrl'))
  await (await openPostgresDb({ url: database.url, poolSize: 2 })).destroy()
  const db = await openPostgresDocuments({ url: database.url, poolSize: 3 })
  const store = sqlDocStore(db, { fenced: true })
  const started = () => {
    const [raise, again] = [raiseFence, raiseFenceAgain]
    const ownership = soleOwnership(
      (name) => raise(db, name),
      (name) => again(db, name),
    )
    return startStudio({ store, owners: [openOwner()], ownership })
  }
  const before = await started()
  const { doc, provider } = before.stock(PLAN, 'lin')
  await until('synced', () => provider.synced)
  type(doc, '旧')
  while ((await store.history(PLAN, { afterSeq: 0, limit: 1 })).length === 0)
    await new Promise((resolve) => setImmediate(resolve))
  await before.stop()
  const epoch = (await store.load(PLAN))?.meta.epoch ?? ''
  const run = await statements()
  expect(run.length).toBeGreaterThan(0)
  await db.transaction().execute(async (trx) => {
    for (const statement of run) await sql.raw(statement).execute(trx)
  })
  const after = await started()
  const stale = after.raw(PLAN, 'lin', `&epoch=${epoch}`)
  expect(await stale.closed).toMatchObject({ code: 4409 })
  const loaded = await store.load(PLAN)
  expect(isRestoredEpoch(loaded?.meta.epoch ?? '')).toBe(true)
  expect(loaded?.claims.map(({ userId }) => userId)).toEqual([''])
  await after.stop()
  await db.destroy()
  await database.drop()
})
