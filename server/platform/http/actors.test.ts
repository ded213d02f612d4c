import { expect, it } from 'vitest'
import type { Actor } from '#shared/access/actor.ts'
import type { LessonId, ShareId, UserId } from '#shared/ids.ts'
import { actorAgain } from './actors.ts'

const lin: Actor = {
  kind: 'person',
  hue: 'lin',
  userId: 'user-lin-0001' as UserId,
  name: '林若溪',
  memberships: [],
  isAdmin: true,
}

it('a person again is as they are now, and anybody when they are not signed in', async () => {
  const now: Actor = { ...lin, isAdmin: false }
  expect(await actorAgain({ signedIn: async () => now }, lin)).toEqual(now)
  expect(await actorAgain({ signedIn: async () => null }, lin)).toEqual({ kind: 'anyone' })
})

it('guests are who their link makes them', async () => {
  const guest: Actor = {
    kind: 'guest',
    shareId: 'share-000001' as ShareId,
    lessonId: 'lesson-00001' as LessonId,
  }
  expect(await actorAgain({ signedIn: async () => null }, guest)).toEqual(guest)
})
