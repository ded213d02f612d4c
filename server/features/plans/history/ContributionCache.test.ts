import { beforeEach, expect, it } from 'vitest'
import type { PlanId } from '#shared/ids.ts'
import { ContributionCache } from './ContributionCache.ts'
import type { Contributions } from './jobs.ts'

const PLAN = 'plan-00000001' as PlanId

/** How far the log goes, and the counts that are underway. */
let written = 0
let counts: { readonly seq: number; end(): void; fail(): void }[] = []
let cache: ContributionCache
beforeEach(() => {
  written = 1
  counts = []
  cache = new ContributionCache()
})

const ask = async (): Promise<number> => {
  const hasGrown = async (afterSeq: number) => written > afterSeq
  const count = (): Promise<Contributions> =>
    new Promise((resolve, reject) => {
      const seq = written
      const counted = { kind: 'contribution', seq, characters: 0, steps: [], people: [] } as const
      counts.push({
        seq,
        end: () => resolve(counted),
        fail: () => reject(new Error('the thread has ended')),
      })
    })
  return (await cache.of(PLAN, hasGrown, count)).seq
}

/** So many counts have begun, and nobody begins another. */
const begun = async (wanted: number): Promise<void> => {
  await expect.poll(() => counts.length).toBe(wanted)
  await new Promise((resolve) => setImmediate(resolve))
  expect(counts).toHaveLength(wanted)
}

it('is counted once for all who ask together, and again when somebody has written', async () => {
  const early = [ask(), ask(), ask()]
  await begun(1)
  written = 2
  const late = [ask(), ask()]
  counts[0]?.end()
  await begun(2)
  counts[1]?.end()
  // Who had asked before may get what was counted then; who asked after it was written gets all.
  expect(await Promise.all(late)).toEqual([2, 2])
  expect((await Promise.all(early))[0]).toBe(1)
  expect(await ask()).toBe(2)
  expect(counts).toHaveLength(2)
})

it('is counted by the next when it could not be', async () => {
  const first = ask()
  await begun(1)
  const second = ask()
  counts[0]?.fail()
  await expect(first).rejects.toThrow('the thread has ended')
  await begun(2)
  counts[1]?.end()
  expect(await second).toBe(1)
})
