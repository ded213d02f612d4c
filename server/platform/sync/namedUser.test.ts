import { afterEach, describe, expect, test } from 'vitest'
import { PLAN, type Studio, startStudio, until } from './testing/syncHarness.ts'

let studio: Studio
afterEach(() => studio.stop())

const present = (): string[] =>
  studio.rooms.local.connections(PLAN).map(({ grant }) => grant.identity.userId)

describe('[DR21] a page that names its user', () => {
  test('is nobody’s when another is signed in: nothing of it goes out under their name', async () => {
    studio = await startStudio()
    const client = studio.raw(PLAN, 'zhaolei1', '&user=wangfang')
    expect((await client.closed).code).toBe(4401)
    expect(client.received).toHaveLength(0)
    expect(present()).toEqual([])
  })

  test('comes in as ever when it is theirs, and so does who says nothing', async () => {
    studio = await startStudio()
    studio.raw(PLAN, 'wangfang', '&user=wangfang')
    studio.raw(PLAN, 'zhaolei1')
    await until('both are in', () => present().length === 2)
    expect(present().sort()).toEqual(['wangfang', 'zhaolei1'])
  })

  test('gains nothing by it when nobody is signed in', async () => {
    studio = await startStudio()
    expect((await studio.raw(PLAN, '', '&user=wangfang').closed).code).toBe(4401)
  })
})
