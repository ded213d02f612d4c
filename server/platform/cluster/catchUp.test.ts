import { afterEach, expect, test } from 'vitest'
import { catchUp, keepCatchingUp } from '../sync/catchUp.ts'
import { memoryDocStore } from '../sync/memoryDocStore.ts'
import { quietLog } from '../sync/testing/quietLog.ts'
import {
  openOwner,
  PLAN,
  type Studio,
  startStudio,
  tellsText,
  type,
  until,
} from '../sync/testing/syncHarness.ts'
import { leasedJobs } from './Jobs.ts'
import { keepLeases } from './keepLeases.ts'
import { leasedOwnership } from './leasedOwnership.ts'
import { memoryLeaseTable } from './memoryLeaseTable.ts'

const studios: Studio[] = []
afterEach(async () => {
  for (const studio of studios.splice(0)) await studio.stop()
})

/** Nodes on one store and one table of leases; `told` says which of them told its owner what. */
const cluster = () => {
  const [store, table] = [memoryDocStore(), memoryLeaseTable()]
  const told: string[] = []
  let fence = 0
  const start = async (nodeId: string) => {
    const lease = keepLeases({ table, nodeId, log: quietLog })
    const raiseFence = async () => {
      fence += 1
      return fence
    }
    const ownership = leasedOwnership({
      ...{ lease, nodeId, raiseFence },
      readFences: async () => new Map(),
    })
    const owner = openOwner(tellsText((text) => void told.push(`${nodeId}: ${text}`)))
    const studio = await startStudio({ store, ownership, owners: [owner] })
    studios.push(studio)
    const parts = { store, rooms: studio.rooms.local, log: quietLog }
    return { studio, lease, parts, jobs: leasedJobs(lease) }
  }
  return { store, table, told, start }
}

/** Somebody has written on this node a moment ago. */
const written = async ({
  studio,
  parts,
}: Awaited<ReturnType<ReturnType<typeof cluster>['start']>>) => {
  const writer = studio.stock(PLAN, 'wangfang')
  await until('synced', () => writer.provider.synced)
  type(writer.doc, '最后一句')
  await expect.poll(() => parts.store.unfinished()).toEqual([PLAN])
}

test('[DR24] what a killed node had not told is told by one of those that live, once', async () => {
  const { store, table, told, start } = cluster()
  const killed = await start('killed')
  await written(killed)
  // Its leases end; nothing else of it is heard any more.
  await table.drop(`doc:${PLAN}`, 'killed')
  const nodes = [await start('b'), await start('c')]
  const looks = nodes.map(({ parts, jobs }) =>
    keepCatchingUp({ ...parts, jobs, afterStartMs: 0, everyMs: 20 }),
  )
  for (const look of looks) look.start()
  await until('told', () => told.length > 0)
  await expect.poll(() => store.unfinished()).toEqual([])
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(told.filter((line) => !line.startsWith('killed'))).toHaveLength(1)
  expect(told[0]).toMatch(/^[bc]: 最后一句$/)
  for (const look of looks) await look.close()
})

test('[DR24] what is open on another node is left to that node', async () => {
  const { told, start } = cluster()
  const [living, other] = [await start('a'), await start('b')]
  await written(living)
  await catchUp(other.parts)
  await until('told', () => told.length > 0)
  expect(told).toEqual(['a: 最后一句'])
  // Nor is it told again of what it has told.
  await catchUp(living.parts)
  await new Promise((resolve) => setTimeout(resolve, 1200))
  expect(told).toHaveLength(1)
})

test('[DR24] what was told is remembered when the last one leaves', async () => {
  const { store, told, start } = cluster()
  const node = await start('a')
  await written(node)
  await node.studio.stop()
  studios.length = 0
  expect(told).toEqual(['a: 最后一句'])
  expect(await store.unfinished()).toEqual([])
})
