import { afterEach, describe, expect, test } from 'vitest'
import { Revocations } from './Revocations.ts'
import {
  grantFor,
  openOwner,
  PLAN,
  type Studio,
  startStudio,
  until,
} from './testing/syncHarness.ts'

let studio: Studio | null = null
afterEach(async () => {
  await studio?.stop()
  studio = null
})

describe('[DR16] what is withdrawn from others', () => {
  test('keeps nobody waiting at the door, however often', async () => {
    let asked = 0
    studio = await startStudio({
      owners: [
        openOwner({
          authorize: async (actor) => {
            asked += 1
            studio?.rooms.closeWhere({ userIds: ['zhaolei1'] }, 'AccessChanged')
            return grantFor(actor)
          },
        }),
      ],
    })
    const client = studio.raw(PLAN, 'wangfang')
    await until('greeted', () => client.ofType(0).length > 0 || client.code !== null)
    expect([client.code, asked]).toEqual([null, 1])
  })
})

describe('[DR16] revocations', () => {
  const isOf = (userId: string) => (concerned: { readonly userIds?: readonly string[] }) =>
    concerned.userIds?.includes(userId) ?? false

  test('are told from those of before, and from those of others', () => {
    const revocations = new Revocations()
    revocations.add({ userIds: ['wangfang'] })
    const since = revocations.count
    expect(revocations.haveSince(since, isOf('wangfang'))).toBe(false)
    revocations.add({ userIds: ['zhaolei1'] })
    expect(revocations.haveSince(since, isOf('wangfang'))).toBe(false)
    revocations.add({ userIds: ['wangfang'] })
    expect(revocations.haveSince(since, isOf('wangfang'))).toBe(true)
    expect(revocations.haveSince(revocations.count, isOf('wangfang'))).toBe(false)
  })

  test('that are too long ago to be remembered count as one’s own', () => {
    const revocations = new Revocations()
    for (let i = 0; i < 5_000; i += 1) revocations.add({ userIds: ['zhaolei1'] })
    expect(revocations.haveSince(0, isOf('wangfang'))).toBe(true)
    expect(revocations.haveSince(4_990, isOf('wangfang'))).toBe(false)
  })
})
