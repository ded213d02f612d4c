import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { newId } from '../ids.ts'
import { connectRedis } from '../redis/connectRedis.ts'
import { cuttable } from '../redis/testing/cuttable.ts'
import { quietLog } from '../sync/testing/quietLog.ts'
import type { Nodes } from './Nodes.ts'
import { redisNodes } from './redisNodes.ts'

let way: Awaited<ReturnType<typeof cuttable>>
let prefix: string
let opened: Nodes[]
beforeEach(async () => {
  way = await cuttable(inject('redisUrl'))
  prefix = newId()
  opened = []
})
afterEach(async () => {
  await Promise.all(opened.map((nodes) => nodes.close()))
  await way.close()
})

const times = { lastsMs: 400, beatMs: 100 }
const open = async (nodeId: string, url = way.url, own = times): Promise<Nodes> => {
  const address = `http://${nodeId}:1`
  const nodes = await redisNodes({ url, prefix, nodeId, address, log: quietLog, times: own })
  opened.push(nodes)
  return nodes
}
const namesOf = (nodes: Nodes) =>
  nodes
    .others()
    .map(({ nodeId }) => nodeId)
    .sort()

test('every node knows the others and where they are; itself is not one of them', async () => {
  const a = await open('a')
  const b = await open('b')
  expect([namesOf(b), b.addressOf('a'), b.addressOf('c')]).toEqual([['a'], 'http://a:1', null])
  await a.refresh()
  expect(a.others()).toEqual([{ nodeId: 'b', address: 'http://b:1' }])
})

test('who comes is found without being asked for, and who leaves is missed at once', async () => {
  const a = await open('a')
  const b = await open('b')
  await expect.poll(() => namesOf(a)).toEqual(['b'])
  opened.pop()
  await b.close()
  await a.refresh()
  expect([namesOf(a), a.addressOf('b')]).toEqual([[], null])
})

test('who says nothing more is missed after its time, and is there again when it speaks again', async () => {
  const a = await open('a', inject('redisUrl'))
  const b = await open('b')
  await expect.poll(() => namesOf(a)).toEqual(['b'])
  way.cut()
  await expect.poll(() => namesOf(a), { timeout: 5000 }).toEqual([])
  way.join()
  await expect.poll(() => namesOf(a), { timeout: 5000 }).toEqual(['b'])
  expect(namesOf(b)).toEqual(['a'])
})

test('without Redis the last that was known stays: they can still reach one another', async () => {
  await open('b', inject('redisUrl'))
  const a = await open('a')
  way.cut()
  await a.refresh()
  await new Promise((resolve) => setTimeout(resolve, 2 * times.lastsMs))
  expect(a.addressOf('b')).toBe('http://b:1')
})

test('a Redis that comes back and knows of nobody makes nobody forget the others', async () => {
  const url = inject('redisUrl')
  await open('b', url, { lastsMs: 10_000, beatMs: 800 })
  const a = await open('a', way.url, { lastsMs: 2_000, beatMs: 50 })
  way.cut()
  const redis = await connectRedis({ url, log: quietLog, what: 'test' })
  await redis.del(`${prefix}:nodes`, `${prefix}:node:a`, `${prefix}:node:b`)
  way.join()
  const seen = new Set<string>()
  await expect
    .poll(async () => {
      seen.add(namesOf(a).join())
      return redis.get(`${prefix}:node:b`)
    })
    .not.toBeNull()
  expect(await redis.get(`${prefix}:node:a`)).not.toBeNull()
  expect([...seen]).toEqual(['b'])
  redis.disconnect()
})

test('studios that share a Redis do not meet', async () => {
  await open('a')
  prefix = newId()
  expect(namesOf(await open('b'))).toEqual([])
})
