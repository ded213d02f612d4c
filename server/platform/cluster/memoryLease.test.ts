import { leaseContract } from './lease.contract.ts'
import { memoryLeaseTable } from './memoryLeaseTable.ts'
import { haltableNode } from './testing/haltableNode.ts'

leaseContract('memory', async () => {
  const table = memoryLeaseTable()
  const nodes: ReturnType<typeof haltableNode>[] = []
  return {
    node: async (nodeId) => {
      const node = haltableNode(nodeId, table)
      nodes.push(node)
      return node
    },
    outage: null,
    close: async () => {
      await Promise.all(nodes.map(({ lease }) => lease.close()))
    },
  }
})
