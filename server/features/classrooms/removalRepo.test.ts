import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Db } from '#server/platform/db/Db.ts'
import { testDb } from '#server/testing/testDb.ts'
import type { ClassroomId, UserId } from '#shared/ids.ts'
import { type RemovalRepo, removalRepo } from './removalRepo.ts'

const [one, other] = ['classroom-01', 'classroom-02'] as ClassroomId[]
const [li, zhou] = ['user-li-00001', 'user-zhou-001'] as UserId[]
if (!one || !other || !li || !zhou) throw new Error('ids')

let db: Db
let removals: RemovalRepo
beforeEach(async () => {
  db = await testDb({ isLoose: true })
  removals = removalRepo(db)
})
afterEach(() => db.destroy())

it('keeps who is to be put out of which classroom until it is done', async () => {
  await removals.keep(one, [li, zhou], 1000)
  await removals.keep(other, [li], 1000)
  await removals.done(one, [li])
  expect(await removals.pending(0)).toEqual(
    new Map([
      [one, [zhou]],
      [other, [li]],
    ]),
  )
})

it('knows everybody as everybody, whoever is named besides', async () => {
  await removals.keep(one, [li], 1000)
  await removals.keep(one, 'everybody', 1000)
  await removals.keep(one, [zhou], 1000)
  expect(await removals.pending(0)).toEqual(new Map([[one, 'everybody']]))
  await removals.done(one, 'everybody')
  expect(await removals.pending(0)).toEqual(new Map())
})

it('forgets what is too old, unless it was wanted again', async () => {
  await removals.keep(one, [li, zhou], 1000)
  await removals.keep(one, [zhou], 2000)
  expect(await removals.pending(1000)).toEqual(new Map([[one, [zhou]]]))
  expect(await removals.pending(0)).toEqual(new Map([[one, [zhou]]]))
})

it('of nobody keeps nothing', async () => {
  await removals.keep(one, [], 1000)
  await removals.done(one, [])
  expect(await removals.pending(0)).toEqual(new Map())
})
