import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Db, openDb } from './Db.ts'
import { prepared } from './prepared.ts'

let db: Db
beforeEach(async () => {
  db = await openDb(':memory:')
  for (const [id, name] of [
    ['org-a', '一组'],
    ['org-b', '二组'],
  ] as const)
    await db
      .insertInto('org')
      .values({ id, name, kind: 'group', parent_id: null, is_sample: 0, settings: '{}' })
      .execute()
})
afterEach(() => db.destroy())

test('is built once and asked with other values each time', async () => {
  let builds = 0
  const named = prepared(db, (id: string, kind: string) => {
    builds += 1
    // In another order than they are given, one of them twice, and a value that stays.
    return db
      .selectFrom('org')
      .select('name')
      .where('is_sample', '=', 0)
      .where('kind', '=', kind as 'group')
      .where((where) => where.or([where('id', '=', id), where('name', '=', id)]))
  })
  expect(await named('org-a', 'group')).toEqual([{ name: '一组' }])
  expect(await named('二组', 'group')).toEqual([{ name: '二组' }])
  expect(await named('org-a', 'school')).toEqual([])
  expect(builds).toBe(1)
})

test('says so when a value is bound nowhere: it would be the same for everybody', async () => {
  const careless = prepared(db, (_id: string) => db.selectFrom('org').select('name'))
  await expect(careless('org-a')).rejects.toThrow('value 0 is bound nowhere')
})

test('asks in the transaction it was made for', async () => {
  const seen = await db.transaction().execute(async (trx) => {
    await trx.updateTable('org').set({ name: '三组' }).where('id', '=', 'org-a').execute()
    return prepared(trx, (id: string) => trx.selectFrom('org').select('name').where('id', '=', id))(
      'org-a',
    )
  })
  expect(seen).toEqual([{ name: '三组' }])
})
