import { afterEach, expect, test } from 'vitest'
import type { Actor } from '#shared/access/actor.ts'
import type { LessonId, ShareId, UserId } from '#shared/ids.ts'
import type { DocName } from '#shared/sync/docName.ts'
import { Crowd } from './Crowd.ts'
import { PLAN, type Studio, startStudio, until } from './testing/syncHarness.ts'

let studio: Studio | null = null
afterEach(async () => {
  await studio?.stop()
  studio = null
})

const tooMany = { code: 4509, reason: 'TooMany' }

test.each([
  ['on its own node', false],
  ['carried there by another', true],
])(
  '[DR21] who has as many sockets in a document as one may have opens no other: %s',
  async (_how, arrivesCarried) => {
    studio = await startStudio({ arrivesCarried, crowd: new Crowd(64) })
    const { rooms, raw } = studio
    const here = () => rooms.local.connections(PLAN).length
    const theirs = Array.from({ length: 64 }, () => raw(PLAN, 'wangfang'))
    await until('all are in', () => here() === 64)
    expect(await raw(PLAN, 'wangfang').closed).toEqual(tooMany)
    const colleague = raw(PLAN, 'zhaolei1')
    await until('a colleague is in', () => here() === 65)
    expect([...theirs, colleague].filter(({ code }) => code !== null)).toEqual([])
    theirs[0]?.leave()
    await until('one has left', () => here() === 64)
    const next = raw(PLAN, 'wangfang')
    await until('there is room for another', () => here() === 65)
    expect(next.code).toBeNull()
  },
)

test('[DR21] nor is anybody carried to other nodes more often', async () => {
  const none = () => Promise.reject(new Error('not expected'))
  const theirs = async () => ({ kind: 'elsewhere', nodeId: 'node-b' }) as const
  let carried = 0
  studio = await startStudio({
    crowd: new Crowd(64),
    ownership: {
      ...{ claim: theirs, claimAgain: theirs, holder: async () => null },
      ...{ release: async () => {}, onLost: () => {}, close: async () => {} },
    },
    elsewhere: {
      ...{ read: none, edit: none, connections: none, flush: none },
      carry: () => {
        carried += 1
      },
    },
  })
  const { raw } = studio
  const visitors = Array.from({ length: 64 }, () => raw(PLAN, 'wangfang'))
  await until('all are carried', () => carried === 64)
  expect(await raw(PLAN, 'wangfang').closed).toEqual(tooMany)
  visitors[0]?.leave()
  // Whoever is refused comes back, as a page does, until the end of the one before is known here.
  await until('another is carried', () => {
    if (carried === 64) raw(PLAN, 'wangfang')
    return carried > 64
  })
})

const person = (userId: string): Actor => ({
  ...{ kind: 'person', hue: 'lin', userId: userId as UserId, name: userId },
  ...{ memberships: [], isAdmin: false },
})
const lin = person('user-lin-0001')
const guest: Actor = {
  ...{ kind: 'guest', shareId: 'share-0001' as ShareId, lessonId: 'lesson-01' as LessonId },
}
const plan = (i: number): DocName => `plan:plan-${i}`

test('[DR21] of one person 1,000 sockets are open in a document', () => {
  const crowd = new Crowd()
  const places = Array.from({ length: 1000 }, () => crowd.take(lin, plan(1)))
  expect(places).not.toContain(null)
  expect(crowd.take(lin, plan(1))).toBeNull()
  expect(crowd.take(lin, plan(2))).not.toBeNull()
})

test('[DR21] and 10,000 in all, whatever documents they are in', () => {
  const crowd = new Crowd()
  const places = Array.from({ length: 10_000 }, (_, i) => crowd.take(lin, plan(i)))
  expect(places).not.toContain(null)
  expect(crowd.take(lin, plan(10_000))).toBeNull()
  expect(crowd.take(person('user-shi-0001'), plan(10_000))).not.toBeNull()
  const [first] = places
  // However often its end is told.
  first?.()
  first?.()
  expect([crowd.take(lin, plan(10_000)), crowd.take(lin, plan(10_001))]).toEqual([
    expect.any(Function),
    null,
  ])
})

test('many people share one link: they are not counted as one', () => {
  const crowd = new Crowd()
  const places = Array.from({ length: 1000 }, () => crowd.take(guest, plan(1)))
  expect(places).not.toContain(null)
})

test('nothing is kept of whoever has gone', () => {
  const crowd = new Crowd()
  for (let i = 0; i < 100; i += 1) crowd.take(lin, plan(i))?.()
  expect(crowd.size).toBe(0)
})
