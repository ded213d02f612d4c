import { inject } from 'vitest'
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
