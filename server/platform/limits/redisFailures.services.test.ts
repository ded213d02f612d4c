import { expect, inject, test } from 'vitest'
import { newId } from '../ids.ts'
import { connectRedis } from '../redis/connectRedis.ts'
import { cuttable } from '../redis/testing/cuttable.ts'
import { quietLog } from '../sync/testing/quietLog.ts'
import { failuresContract } from './failures.contract.ts'
import { redisFailures } from './redisFailures.ts'

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

failuresContract('Redis', async () => {
  const settings = { url: inject('redisUrl'), prefix: newId(), log: quietLog }
  const [here, there] = [await redisFailures(settings), await redisFailures(settings)]
  return {
    ...{ here, there, pass: wait },
    close: async () => {
      await here.close()
      await there.close()
    },
  }
})

const rule = { countMs: 60_000, locks: null }

test('without Redis a node goes on with what it has seen itself, and nothing is refused for it', async () => {
  const way = await cuttable(inject('redisUrl'))
  const failures = await redisFailures({ url: way.url, prefix: newId(), log: quietLog })
  const counter = failures.of('address', rule)
  await counter.add('k')
  way.cut()
  expect((await counter.add('k')).count).toBe(2)
  expect((await counter.read('k')).count).toBe(2)
  way.join()
  await expect.poll(async () => (await counter.add('k')).count).toBeGreaterThan(2)
  await failures.close()
  await way.close()
})

test('what is counted cannot be read in Redis, and ends there by itself', async () => {
  const prefix = newId()
  const url = inject('redisUrl')
  const failures = await redisFailures({ url, prefix, log: quietLog })
  await failures.of('login', rule).add('zhoulan')
  const redis = await connectRedis({ url, log: quietLog, what: 'test' })
  const keys = await redis.keys(`${prefix}:*`)
  expect(keys).toHaveLength(1)
  expect(keys[0]).not.toContain('zhoulan')
  expect(await redis.pttl(keys[0] ?? '')).toBeGreaterThan(0)
  redis.disconnect()
  await failures.close()
})
