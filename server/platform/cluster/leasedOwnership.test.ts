import { afterEach, beforeEach, expect, test } from 'vitest'
import type { DocName } from '#shared/sync/docName.ts'
import type { LossReason } from './Lease.ts'
import type { LeaseTable } from './LeaseTable.ts'
import { testTimes } from './lease.contract.ts'
import { leasedOwnership } from './leasedOwnership.ts'
import { memoryLeaseTable } from './memoryLeaseTable.ts'
import type { Ownership } from './Ownership.ts'
import { haltableNode } from './testing/haltableNode.ts'

const NAME: DocName = 'plan:plan0001'

let table: LeaseTable
let fence: number
let isFenceBroken: boolean
/** Who raises a fence waits for it. */
let database: Promise<void>
let nodes: { readonly ownership: Ownership }[]
beforeEach(() => {
  table = memoryLeaseTable()
  fence = 0
  isFenceBroken = false
  database = Promise.resolve()
  nodes = []
})
afterEach(() => Promise.all(nodes.map(({ ownership }) => ownership.close())))

const node = (
  nodeId: string,
  own = table,
  askOthers?: (name: DocName) => Promise<string | null>,
) => {
  const { lease, halt, goOn } = haltableNode(nodeId, own)
  const ownership = leasedOwnership({
    ...{ lease, nodeId, stillOursMs: 20, ...(askOthers ? { askOthers } : {}) },
    raiseFence: async () => {
      if (isFenceBroken) throw new Error('no database')
      fence += 1
      const raised = fence
      await database
      return raised
    },
    raiseAgain: async () => {
      if (fence === 0) return null
      fence += 1
      return fence
    },
  })
  const lost: DocName[] = []
  ownership.onLost((name) => lost.push(name))
  /** Why leases of its were lost; the ownership has heard of each before. */
  const losses: LossReason[] = []
  lease.onLost((_key, reason) => losses.push(reason))
  const made = { ownership, lost, losses, halt, goOn }
  nodes.push(made)
  return made
}

test('one node owns a document, under one number, until it lets go', async () => {
  const [a, b] = [node('a'), node('b')]
  expect(await a.ownership.claim(NAME)).toEqual({ kind: 'mine', fence: 1 })
  expect(await a.ownership.claim(NAME)).toEqual({ kind: 'mine', fence: 1 })
  expect(await b.ownership.claim(NAME)).toEqual({ kind: 'elsewhere', nodeId: 'a' })
  expect(await b.ownership.holder(NAME)).toBe('a')
  await a.ownership.release(NAME)
  expect(await b.ownership.holder(NAME)).toBeNull()
  expect(await b.ownership.claim(NAME)).toEqual({ kind: 'mine', fence: 2 })
  expect([a.lost, b.lost]).toEqual([[], []])
})

test('[DR25] what nobody ever owned is left alone when it is only claimed again', async () => {
  const [a, b] = [node('a'), node('b')]
  expect(await a.ownership.claimAgain(NAME)).toBeNull()
  expect(await b.ownership.holder(NAME)).toBeNull()
  expect(await b.ownership.claim(NAME)).toEqual({ kind: 'mine', fence: 1 })
  expect(await a.ownership.claimAgain(NAME)).toEqual({ kind: 'elsewhere', nodeId: 'b' })
  expect(await b.ownership.claimAgain(NAME)).toEqual({ kind: 'mine', fence: 1 })
  await b.ownership.release(NAME)
  expect(await a.ownership.claimAgain(NAME)).toEqual({ kind: 'mine', fence: 2 })
})

test('a claim behind a release is a new claim, under a new number', async () => {
  const a = node('a')
  await a.ownership.claim(NAME)
  const released = a.ownership.release(NAME)
  expect(await a.ownership.claim(NAME)).toEqual({ kind: 'mine', fence: 2 })
  await released
  expect(await node('b').ownership.claim(NAME)).toEqual({ kind: 'elsewhere', nodeId: 'a' })
})

test('without the database nobody owns anything, and nobody is kept from it afterwards', async () => {
  const [a, b] = [node('a'), node('b')]
  isFenceBroken = true
  await expect(a.ownership.claim(NAME)).rejects.toThrow('no database')
  isFenceBroken = false
  expect(await b.ownership.claim(NAME)).toMatchObject({ kind: 'mine' })
})

test('[DR27] a lease that is lost while the fence is being raised makes nobody the owner', async () => {
  const [a, b] = [node('a'), node('b')]
  const answers = Promise.withResolvers<void>()
  database = answers.promise
  const claimed = a.ownership.claim(NAME)
  await expect.poll(() => fence).toBe(1)
  // As after a failover of the leases to a machine that had not heard of this one yet.
  await table.drop('doc:plan:plan0001', 'a')
  database = Promise.resolve()
  expect(await b.ownership.claim(NAME)).toEqual({ kind: 'mine', fence: 2 })
  await expect.poll(() => a.losses, { timeout: 5000 }).toEqual(['taken'])
  answers.resolve()
  expect(await claimed).toEqual({ kind: 'elsewhere', nodeId: 'b' })
  expect(await a.ownership.holder(NAME)).toBe('b')
  expect(await b.ownership.claim(NAME)).toEqual({ kind: 'mine', fence: 2 })
})

test('[DR27] one that has run out meanwhile, and is nobody’s, is taken again under another number', async () => {
  const a = node('a')
  const answers = Promise.withResolvers<void>()
  database = answers.promise
  const claimed = a.ownership.claim(NAME)
  await expect.poll(() => fence).toBe(1)
  a.halt()
  await expect.poll(() => table.read('doc:plan:plan0001'), { timeout: 5000 }).toBeNull()
  a.goOn()
  await expect.poll(() => a.losses, { timeout: 5000 }).toEqual(['overdue'])
  database = Promise.resolve()
  answers.resolve()
  expect(await claimed).toEqual({ kind: 'mine', fence: 2 })
})

test('a node that stood still beyond its lease has lost everything, taken or not', async () => {
  const a = node('a')
  await a.ownership.claim(NAME)
  a.halt()
  await expect.poll(() => table.read('doc:plan:plan0001'), { timeout: 5000 }).toBeNull()
  a.goOn()
  await expect.poll(() => a.lost).toEqual([NAME])
  expect(await a.ownership.claim(NAME)).toEqual({ kind: 'mine', fence: 2 })
})

test('an owner that cannot reach the leases goes on; one that finds them taken does not', async () => {
  let isAway = false
  const unless = <Answer>(answer: () => Promise<Answer>): Promise<Answer> =>
    isAway ? Promise.reject(new Error('away')) : answer()
  const far: LeaseTable = {
    ...table,
    take: (...asked) => unless(() => table.take(...asked)),
    takeAll: (...asked) => unless(() => table.takeAll(...asked)),
    isReachable: () => !isAway,
  }
  const [a, b] = [node('a', far), node('b')]
  await a.ownership.claim(NAME)
  isAway = true
  await expect(a.ownership.claim('plan:plan0002')).rejects.toThrow('redis-away')
  await expect.poll(() => b.ownership.claim(NAME), { timeout: 5000 }).toMatchObject({ fence: 2 })
  expect(a.lost).toEqual([])
  expect(await a.ownership.claim(NAME)).toEqual({ kind: 'mine', fence: 1 })
  isAway = false
  await expect.poll(() => a.lost, { timeout: 5000 }).toEqual([NAME])
  expect(await a.ownership.claim(NAME)).toEqual({ kind: 'elsewhere', nodeId: 'b' })
})

test('[DR27] an owner that alone cannot reach the leases hears of its successor by asking', async () => {
  let isAway = false
  const unless = <Answer>(answer: () => Promise<Answer>): Promise<Answer> =>
    isAway ? Promise.reject(new Error('away')) : answer()
  const far: LeaseTable = {
    ...table,
    take: (...asked) => unless(() => table.take(...asked)),
    takeAll: (...asked) => unless(() => table.takeAll(...asked)),
    isReachable: () => !isAway,
  }
  let successor: string | null = null
  const [a, b] = [node('a', far, async (name) => (name === NAME ? successor : null)), node('b')]
  await a.ownership.claim(NAME)
  await a.ownership.claim('plan:plan0002')
  isAway = true
  await expect.poll(() => b.ownership.claim(NAME), { timeout: 5000 }).toMatchObject({ fence: 3 })
  successor = 'b'
  await expect.poll(() => a.lost, { timeout: 5000 }).toEqual([NAME])
  expect(await a.ownership.claim(NAME)).toEqual({ kind: 'elsewhere', nodeId: 'b' })
  // What nobody else has stays its own.
  expect(await a.ownership.claim('plan:plan0002')).toEqual({ kind: 'mine', fence: 2 })
})

test('without the leases an owner is found by asking; a document without one is nobody’s to claim', async () => {
  const away = () => Promise.reject(new Error('away'))
  const unreachable: LeaseTable = { ...table, take: away, read: away }
  const answers = new Map<DocName, string>([[NAME, 'b']])
  const a = node('a', unreachable, async (name) => answers.get(name) ?? null)
  expect(await a.ownership.claim(NAME)).toEqual({ kind: 'elsewhere', nodeId: 'b' })
  expect(await a.ownership.holder(NAME)).toBe('b')
  for (const ask of [a.ownership.claim, a.ownership.holder])
    await expect(ask('plan:plan0002')).rejects.toMatchObject({
      code: 'redis-away',
      status: 503,
      data: { seconds: 2 },
    })
})

test('leases that come back and know of nothing do not give away what somebody holds', async () => {
  let isAway = false
  let own = memoryLeaseTable()
  const unless = <Answer>(answer: () => Promise<Answer>): Promise<Answer> =>
    isAway ? Promise.reject(new Error('away')) : answer()
  const forgetful: LeaseTable = {
    ...table,
    take: (...asked) => unless(() => own.take(...asked)),
    takeAll: (...asked) => unless(() => own.takeAll(...asked)),
    read: (...asked) => unless(() => own.read(...asked)),
    isReachable: () => !isAway,
  }
  const a = node('a', forgetful)
  await a.ownership.claim(NAME)
  const b = node('b', forgetful, async (name) =>
    (await a.ownership.holder(name)) === 'a' ? 'a' : null,
  )
  isAway = true
  await expect(b.ownership.claim('plan:plan0002')).rejects.toThrow('redis-away')
  own = memoryLeaseTable()
  isAway = false
  expect(await b.ownership.holder(NAME)).toBe('a')
  expect(await b.ownership.claim(NAME)).toEqual({ kind: 'elsewhere', nodeId: 'a' })
  expect(await b.ownership.claim('plan:plan0002')).toMatchObject({ kind: 'mine' })
  // Renewed by then: the leases themselves know again.
  await expect.poll(() => own.read('doc:plan:plan0001'), { timeout: 5000 }).toBe('a')
  expect(a.lost).toEqual([])
})

test('leases that are in reach again too late for the renewal cost nobody anything', async () => {
  let isAway = false
  let answer = (): void => {}
  const slow = new Promise<void>((resolve) => {
    answer = resolve
  })
  const unless = <Answer>(ask: () => Promise<Answer>): Promise<Answer> =>
    isAway ? Promise.reject(new Error('away')) : ask()
  let isSlow = false
  const late: LeaseTable = {
    ...table,
    take: (...asked) => unless(() => table.take(...asked)),
    read: (...asked) => unless(() => table.read(...asked)),
    takeAll: (...asked) =>
      unless(async () => {
        if (isSlow) await slow
        return table.takeAll(...asked)
      }),
    isReachable: () => !isAway,
  }
  const a = node('a', late)
  await a.ownership.claim(NAME)
  isAway = true
  await new Promise((resolve) => setTimeout(resolve, testTimes.lastsMs - testTimes.marginMs - 150))
  // Somebody else's question is answered before the renewal is.
  isSlow = true
  isAway = false
  await a.ownership.holder('plan:plan0002')
  await expect.poll(() => table.read('doc:plan:plan0001'), { timeout: 5000 }).toBeNull()
  expect(a.lost).toEqual([])
  answer()
  await expect.poll(() => table.read('doc:plan:plan0001'), { timeout: 5000 }).toBe('a')
  expect(await a.ownership.claim(NAME)).toEqual({ kind: 'mine', fence: 1 })
  expect(a.lost).toEqual([])
})
