import { afterEach, expect, test } from 'vitest'
import type { Actor } from '#shared/access/actor.ts'
import type { DocGrant } from './ports.ts'
import {
  grantFor,
  openOwner,
  PLAN,
  type Studio,
  startStudio,
  until,
} from './testing/syncHarness.ts'

let studio: Studio
afterEach(() => studio.stop())

/** Beats so fast that everybody is judged again all the time. */
const judgedOften = (authorize: (actor: Actor) => Promise<DocGrant | null>) =>
  startStudio({ owners: [openOwner({ authorize })], beatMs: 2 })

test('[DR16] a right that ended without a word to anybody ends all the same', async () => {
  let isIn = true
  studio = await judgedOften(async (actor) => (isIn ? grantFor(actor) : null))
  const raw = studio.raw(PLAN, 'wangfang')
  await until('in', () => studio.rooms.local.connections(PLAN).length === 1)
  isIn = false
  expect((await raw.closed).code).toBe(4510)
})

test('[DR16] a right to write that became one to read comes back as one to read', async () => {
  let access: DocGrant['access'] = 'write'
  studio = await judgedOften(async (actor) => {
    const grant = grantFor(actor)
    return grant && { ...grant, access }
  })
  const client = studio.stock(PLAN, 'wangfang')
  await until('synced', () => client.provider.synced)
  access = 'read'
  await until('it reads', () =>
    studio.rooms.local.connections(PLAN).some(({ grant }) => grant.access === 'read'),
  )
  expect(client.codes).toEqual([4510])
})

test('[DR16] nobody is disturbed whose right stands, who only reads, or of whom nothing can be said', async () => {
  let asked = 0
  let isAway = false
  studio = await judgedOften(async (actor) => {
    asked += 1
    if (isAway) throw new Error('no database')
    return grantFor(actor)
  })
  const people = [
    studio.stock(PLAN, 'wangfang'),
    studio.stock(PLAN, 'readerone'),
    studio.stock(PLAN, 'zhaolei1', undefined, { access: 'read' }),
  ]
  await until('all in', () => people.every(({ provider }) => provider.synced))
  const asIt = async (): Promise<void> => {
    const before = asked
    await until('each was judged again', () => asked >= before + 6)
  }
  await asIt()
  isAway = true
  await asIt()
  expect(people.flatMap(({ codes }) => codes)).toEqual([])
  expect(studio.rooms.local.connections(PLAN)).toHaveLength(3)
})

test('[DR16] who came back at once, to many documents, is not asked about at once', async () => {
  const askedAt: number[] = []
  studio = await startStudio({
    owners: [
      openOwner({
        authorize: async (actor) => {
          askedAt.push(performance.now())
          return grantFor(actor)
        },
      }),
    ],
    beatMs: 50,
  })
  const names = Array.from({ length: 60 }, (_, i) => `plan:plan00${10 + i}` as const)
  const all = names.map((name) => studio.raw(name, 'wangfang'))
  await until('all in', () => names.every((n) => studio.rooms.local.connections(n).length === 1))
  const before = askedAt.length
  await until('each was judged again', () => askedAt.length >= before + all.length)
  const again = askedAt.slice(before)
  const together = again.map((at) => again.filter((other) => Math.abs(other - at) < 10).length)
  expect(Math.max(...together)).toBeLessThan(15)
})
