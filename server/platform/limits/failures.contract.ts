import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FailureRule, Failures } from './Failures.ts'

/** Two nodes' ends of the same counts; for a single process both are the same. `pass` lets time go by. */
export type FailuresUnderTest = {
  readonly here: Failures
  readonly there: Failures
  pass(ms: number): Promise<void>
  close(): Promise<void>
}

const COUNT_MS = 400
const together: FailureRule = { countMs: COUNT_MS, locks: null }
const locking: FailureRule = { countMs: 60_000, locks: { at: 3, forMs: COUNT_MS } }

/** One suite for every driver. */
export const failuresContract = (driver: string, open: () => Promise<FailuresUnderTest>): void => {
  describe(`${driver} counts failures`, () => {
    let under: FailuresUnderTest
    beforeEach(async () => {
      under = await open()
    })
    afterEach(() => under.close())
    const both = (rule: FailureRule, kind = 'address') =>
      [under.here.of(kind, rule), under.there.of(kind, rule)] as const

    test('together, on whichever node', async () => {
      const [here, there] = both(together)
      expect((await here.add('k')).count).toBe(1)
      expect((await there.add('k')).count).toBe(2)
      expect((await here.add('k')).count).toBe(3)
      expect((await there.read('k')).count).toBe(3)
    })

    test('at once: none is left out', async () => {
      const [here, there] = both({ countMs: 60_000, locks: null })
      await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 ? here : there).add('k')))
      expect([(await here.read('k')).count, (await there.read('k')).count]).toEqual([40, 40])
    })

    test('of each key and each kind by itself', async () => {
      const [address, there] = both(together)
      const [login] = both(together, 'login')
      await address.add('k')
      expect([await login.read('k'), await there.read('other')]).toEqual([
        { count: 0, endsInMs: 0 },
        { count: 0, endsInMs: 0 },
      ])
    })

    test('from the first on for as long as the rule says, however many more come', async () => {
      const [here, there] = both(together)
      const { endsInMs } = await here.add('k')
      expect(endsInMs).toBeGreaterThan(COUNT_MS / 2)
      expect(endsInMs).toBeLessThanOrEqual(COUNT_MS)
      await under.pass(COUNT_MS / 2)
      expect((await there.add('k')).endsInMs).toBeLessThanOrEqual(COUNT_MS / 2)
      await under.pass(COUNT_MS / 2 + 20)
      expect(await here.read('k')).toEqual({ count: 0, endsInMs: 0 })
      expect((await there.add('k')).count).toBe(1)
    })

    test('and when there are enough, each of them locks anew', async () => {
      const [here, there] = both(locking)
      expect((await here.add('k')).endsInMs).toBeGreaterThan(COUNT_MS)
      await there.add('k')
      expect((await here.add('k')).endsInMs).toBeLessThanOrEqual(COUNT_MS)
      await under.pass(COUNT_MS / 2)
      expect((await there.add('k')).endsInMs).toBeGreaterThan(COUNT_MS / 2)
      await under.pass(COUNT_MS + 20)
      expect((await here.read('k')).count).toBe(0)
    })
  })
}
