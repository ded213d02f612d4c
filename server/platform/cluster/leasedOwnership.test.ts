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
/** What the database says of each document. */
let newest: Map<DocName, number>
let isFenceBroken: boolean
/** Who raises a fence waits for it. */
let database: Promise<void>
let nodes: { readonly ownership: Ownership }[]
beforeEach(() => {
  table = memoryLeaseTable()
  fence = 0
  newest = new Map()
  isFenceBroken = false
  database = Promise.resolve()
  nodes = []
})
afterEach(() => Promise.all(nodes.map(({ ownership }) => ownership.close())))

const node = (
  nodeId: string,
  own = table,
  askOthers?: (name: DocName) => Promise<string | null>,
  askHelper?: () => Promise<string | null>,
) => {
  const { lease, halt, goOn } = haltableNode(nodeId, own)
  const ownership = leasedOwnership({
    ...{ lease, nodeId, stillOursMs: 20 },
    ...{ ...(askOthers ? { askOthers } : {}), ...(askHelper ? { askHelper } : {}) },
    raiseFence: async (name) => {
      if (isFenceBroken) throw new Error('no database')
      fence += 1
      const raised = fence
      newest.set(name, raised)
      await database
      return raised
    },
    raiseAgain: async (name) => {
      if (fence === 0) return null
      fence += 1
      newest.set(name, fence)
      return fence
    },
    readFences: async () => {
      if (isFenceBroken) throw new Error('no database')
      return new Map(newest)
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

/** A node's own way to the leases, which can be cut. */
const cuttableTable = () => {
  let isAway = false
  const unless = <Answer>(answer: () => Promise<Answer>): Promise<Answer> =>
    isAway ? Promise.reject(new Error('away')) : answer()
  const far: LeaseTable = {
    ...table,
    take: (...asked) => unless(() => table.take(...asked)),
    takeAll: (...asked) => unless(() => table.takeAll(...asked)),
    drop: (...asked) => unless(() => table.drop(...asked)),
    isReachable: () => !isAway,
  }
  return {
    far,
    cut: () => {
      isAway = true
    },
    join: () => {
      isAway = false
    },
  }
}

test('an owner that cannot reach the leases goes on, as long as nobody has its documents', async () => {
  const { far, cut, join } = cuttableTable()
  const [a, b] = [node('a', far), node('b')]
  await a.ownership.claim(NAME)
  await a.ownership.claim('plan:plan0002')
  cut()
  await expect(a.ownership.claim('plan:plan0003')).rejects.toThrow('redis-away')
  await expect.poll(() => b.ownership.claim(NAME), { timeout: 5000 }).toMatchObject({ fence: 3 })
  await expect.poll(() => a.lost, { timeout: 5000 }).toEqual([NAME])
  expect(await a.ownership.claim('plan:plan0002')).toEqual({ kind: 'mine', fence: 2 })
  join()
  await expect.poll(() => table.read('doc:plan:plan0002'), { timeout: 5000 }).toBe('a')
  expect(await a.ownership.claim('plan:plan0002')).toEqual({ kind: 'mine', fence: 2 })
  expect(a.lost).toEqual([NAME])
})

test('[DR27] and hears of one who came, wrote and let go again, whom nobody can be asked about', async () => {
  const { far, cut } = cuttableTable()
  const [a, b] = [node('a', far), node('b')]
  await a.ownership.claim(NAME)
  cut()
  await expect.poll(() => b.ownership.claim(NAME), { timeout: 5000 }).toMatchObject({ fence: 2 })
  await b.ownership.release(NAME)
  await expect.poll(() => a.lost, { timeout: 5000 }).toEqual([NAME])
})

test('[DR27] a lease that is ours again and was nobody’s may have been another’s in between', async () => {
  const [a, b] = [node('a'), node('b')]
  await a.ownership.claim(NAME)
  await a.ownership.claim('plan:plan0002')
  // As when the leases come back empty, or from a machine that had not heard of everything.
  for (const name of [NAME, 'plan:plan0002'] as const) await table.drop(`doc:${name}`, 'a')
  expect(await b.ownership.claim(NAME)).toEqual({ kind: 'mine', fence: 3 })
  await b.ownership.release(NAME)
  await expect.poll(() => a.losses, { timeout: 5000 }).toEqual(['lapsed', 'lapsed'])
  await expect.poll(() => a.lost, { timeout: 5000 }).toEqual([NAME])
  // And it is nobody's then: what is in use nowhere would stay with a node for as long as that one lives.
  await expect.poll(() => table.read(`doc:${NAME}`), { timeout: 5000 }).toBeNull()
  expect(await b.ownership.claim(NAME)).toMatchObject({ kind: 'mine' })
  expect(await a.ownership.claim('plan:plan0002')).toEqual({ kind: 'mine', fence: 2 })
})

test('[DR27] without the database as well, it hears of its successor by asking the nodes', async () => {
  const { far, cut } = cuttableTable()
  let successor: string | null = null
  const [a, b] = [node('a', far, async (name) => (name === NAME ? successor : null)), node('b')]
  await a.ownership.claim(NAME)
  cut()
  await expect.poll(() => b.ownership.claim(NAME), { timeout: 5000 }).toMatchObject({ fence: 2 })
  isFenceBroken = true
  successor = 'b'
  await expect.poll(() => a.lost, { timeout: 5000 }).toEqual([NAME])
  expect(await a.ownership.claim(NAME)).toEqual({ kind: 'elsewhere', nodeId: 'b' })
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

test('[DR26] what nobody owns is for another node, when that one can reach the leases', async () => {
  const { far, cut } = cuttableTable()
  let helper: string | null = 'b'
  const a = node('a', far, undefined, async () => helper)
  await a.ownership.claim('plan:plan0002')
  cut()
  expect(await a.ownership.claim(NAME)).toEqual({ kind: 'elsewhere', nodeId: 'b' })
  expect(await a.ownership.holder('plan:plan0002')).toBe('a')
  helper = null
  await expect(a.ownership.claim(NAME)).rejects.toThrow('redis-away')
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

test('[DR26] leases that stood still and forgot give nothing away to a node that had asked them nothing', async () => {
  let own = memoryLeaseTable()
  let isHalted = false
  let refused = 0
  const unless = <Answer>(answer: () => Promise<Answer>): Promise<Answer> => {
    if (!isHalted) return answer()
    refused += 1
    return Promise.reject(new Error('no answer in time'))
  }
  // The connection looks alive all the time.
  const silent: LeaseTable = {
    ...table,
    take: (...asked) => unless(() => own.take(...asked)),
    takeAll: (...asked) => unless(() => own.takeAll(...asked)),
    read: (...asked) => unless(() => own.read(...asked)),
  }
  const b = node('b', silent, async (name) => (name === NAME ? 'a' : null))
  isHalted = true
  await expect.poll(() => refused, { timeout: 5000 }).toBeGreaterThan(0)
  own = memoryLeaseTable()
  isHalted = false
  expect(await b.ownership.claim(NAME)).toEqual({ kind: 'elsewhere', nodeId: 'a' })
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
