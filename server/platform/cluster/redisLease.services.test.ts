import { expect, inject, test } from 'vitest'
import { newId } from '../ids.ts'
import { cuttable } from '../redis/testing/cuttable.ts'
import { quietLog } from '../sync/testing/quietLog.ts'
import { leaseContract } from './lease.contract.ts'
import { redisLeaseTable } from './redisLeaseTable.ts'
import { haltableNode } from './testing/haltableNode.ts'

leaseContract('Redis', async () => {
  const way = await cuttable(inject('redisUrl'))
  const prefix = newId()
  const nodes: ReturnType<typeof haltableNode>[] = []
  return {
    node: async (nodeId) => {
      const table = await redisLeaseTable({ url: way.url, prefix, log: quietLog })
      const node = haltableNode(nodeId, table)
      nodes.push(node)
      return node
    },
    outage: {
      begin: async () => way.cut(),
      end: async () => way.join(),
    },
    close: async () => {
      await Promise.all(nodes.map(({ lease }) => lease.close()))
      await way.close()
    },
  }
})

test('what is let go of while more than a thousand are renewed is not taken again', async () => {
  const parts = { url: inject('redisUrl'), prefix: newId(), log: quietLog }
  const table = await redisLeaseTable(parts)
  const keys = Array.from({ length: 1200 }, (_, i) => `k${i}`)
  const last = keys.at(-1) ?? ''
  await table.takeAll(keys, 'a', 10_000)
  const renewed = table.takeAll(keys, 'a', 10_000)
  await table.drop(last, 'a')
  expect((await renewed).every(({ holder, wasFree }) => holder === 'a' && !wasFree)).toBe(true)
  expect([await table.read('k0'), await table.read(last)]).toEqual(['a', null])
  await table.close()
})
