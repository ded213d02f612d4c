import { expect, inject, test } from 'vitest'
import { newId } from '../ids.ts'
import { connectRedis } from '../redis/connectRedis.ts'
import { cuttable } from '../redis/testing/cuttable.ts'
import { quietLog } from '../sync/testing/quietLog.ts'
import { busContract } from './bus.contract.ts'
import { redisBus } from './redisBus.ts'

busContract('redisBus', async () => {
  const prefix = newId()
  const open = (nodeId: string) =>
    redisBus({ url: inject('redisUrl'), prefix, nodeId, log: quietLog })
  const [here, there] = [await open('here'), await open('there')]
  return {
    here,
    there,
    close: async () => {
      await here.close()
      await there.close()
    },
  }
})

/** Two nodes; the second one's way to Redis can be cut, and the first one's link to it always holds. */
const besideALink = async (others = () => 1) => {
  const way = await cuttable(inject('redisUrl'))
  const shared = { prefix: newId(), log: quietLog }
  const there = await redisBus({ ...shared, url: way.url, nodeId: 'there' })
  const here = await redisBus({
    ...{ ...shared, url: inject('redisUrl'), nodeId: 'here', others },
    onUndelivered: there.deliver,
  })
  const heard: unknown[] = []
  there.subscribe('a', (message) => heard.push(message))
  return {
    ...{ here, there, way, heard },
    close: async () => {
      await here.close()
      await there.close()
      await way.close()
    },
  }
}

test('who has not found back to Redis yet hears it all the same, by the link', async () => {
  const { here, there, way, heard, close } = await besideALink()
  way.cut()
  await expect.poll(() => there.isConnected()).toBe(false)
  expect(here.isConnected()).toBe(true)
  for (let n = 0; n < 20; n += 1) here.publish('a', n)
  await expect.poll(() => heard).toEqual(Array.from({ length: 20 }, (_, n) => n))
  way.join()
  await expect.poll(() => there.isConnected()).toBe(true)
  here.publish('a', 'back')
  await expect.poll(() => heard.at(-1)).toBe('back')
  await close()
})

test('a connection that only listens and is dead without a word is noticed and replaced', async () => {
  const { here, there, way, heard, close } = await besideALink()
  way.silence()
  // Redis counts it as one that hears, so nothing goes by the link either.
  await expect
    .poll(
      () => {
        here.publish('a', 'are you there')
        return heard.length
      },
      { timeout: 30_000 },
    )
    .toBeGreaterThan(0)
  await expect.poll(() => there.isConnected()).toBe(true)
  here.publish('a', 'back')
  await expect.poll(() => heard.at(-1)).toBe('back')
  await close()
})

test('what comes both ways is heard once', async () => {
  // A third node that is counted and does not listen: everything goes both ways.
  const { here, heard, close } = await besideALink(() => 2)
  for (let n = 0; n < 20; n += 1) here.publish('a', n)
  here.publish('a', 'end')
  await expect.poll(() => heard).toContain('end')
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(heard).toEqual([...Array.from({ length: 20 }, (_, n) => n), 'end'])
  await close()
})

test('what is insisted on comes by the links, whatever Redis says who heard it', async () => {
  const prefix = newId()
  const insisted: string[] = []
  const here = await redisBus({
    ...{ url: inject('redisUrl'), prefix, log: quietLog, nodeId: 'here', others: () => 1 },
    onUndelivered: () => insisted.push('undelivered'),
    onInsisted: (envelope) => insisted.push(envelope),
  })
  // It listens, as far as Redis knows, and hears nothing: its host is lost.
  const dead = await connectRedis({ url: inject('redisUrl'), log: quietLog, what: 'test' })
  await dead.subscribe(`${prefix}:bus`)
  here.publish('a', 'news')
  here.insist('a', 'an end')
  await expect.poll(() => insisted).toHaveLength(1)
  const there = await redisBus({
    ...{ url: inject('redisUrl'), prefix: newId(), log: quietLog, nodeId: 'there' },
  })
  const heard: unknown[] = []
  there.subscribe('a', (message) => heard.push(message))
  for (let twice = 0; twice < 2; twice += 1) there.deliver(insisted[0] ?? '')
  expect(heard).toEqual(['an end'])
  dead.disconnect()
  await here.close()
  await there.close()
})
