import type { Redis } from 'ioredis'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { connectRedis } from './connectRedis.ts'
import { cuttable } from './testing/cuttable.ts'

let way: Awaited<ReturnType<typeof cuttable>>
let redis: Redis
let said: string[]
beforeEach(async () => {
  said = []
  way = await cuttable(inject('redisUrl'))
  const note = (_fields: unknown, text?: string): void => void said.push(text ?? '')
  redis = await connectRedis({ url: way.url, what: 'test', log: { warn: note, info: note } })
})
afterEach(async () => {
  redis.disconnect()
  await way.close()
})

test('a connection that is dead without a word is noticed and replaced', async () => {
  way.silence()
  const back = new Promise((resolve) => redis.once('ready', resolve))
  // Fails by itself sooner, which alone would leave the connection as it is.
  await expect(redis.get('a')).rejects.toThrow('timed out')
  await back
  expect(said).toEqual(['Redis is away', 'Redis is back'])
  expect(await redis.ping()).toBe('PONG')
})
