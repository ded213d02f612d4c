import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Lease, LeaseTimes, LossReason } from './Lease.ts'

/** Short enough to be waited for, long enough for a machine that has other work. */
export const testTimes: LeaseTimes = { lastsMs: 1200, renewEveryMs: 300, marginMs: 200 }

export type LeasesUnderTest = {
  /** A node of its own, with a clock that can be halted together with its timers. */
  node(nodeId: string): Promise<{ readonly lease: Lease; halt(): void; goOn(): void }>
  /** Takes the leases out of everybody's reach and back; null when that cannot happen. */
  readonly outage: { begin(): Promise<void>; end(): Promise<void> } | null
  close(): Promise<void>
}

const lossesOf = (lease: Lease): [string, LossReason][] => {
  const losses: [string, LossReason][] = []
  lease.onLost((key, reason) => losses.push([key, reason]))
  return losses
}

const waited = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** One suite for every driver. */
export const leaseContract = (driver: string, open: () => Promise<LeasesUnderTest>): void => {
  describe(`${driver} gives leases`, () => {
    let under: LeasesUnderTest
    beforeEach(async () => {
      under = await open()
    })
    afterEach(() => under.close())
    const nodes = async () => [await under.node('a'), await under.node('b')] as const

    test('to one node, which may ask again; the others hear who it is', async () => {
      const [a, b] = await nodes()
      expect(await a.lease.acquire('k')).toBeNull()
      expect(await a.lease.acquire('k')).toBeNull()
      expect(await b.lease.acquire('k')).toBe('a')
      expect([await a.lease.holder('k'), await b.lease.holder('k')]).toEqual(['a', 'a'])
      expect(await b.lease.holder('nobody’s')).toBeNull()
    })

    test('of fifty who ask at once to exactly one', async () => {
      const all = await Promise.all(Array.from({ length: 50 }, (_, i) => under.node(`n${i}`)))
      const answers = await Promise.all(all.map(({ lease }) => lease.acquire('k')))
      expect(answers.filter((holder) => holder === null)).toHaveLength(1)
      expect(new Set(answers.filter((holder) => holder !== null)).size).toBe(1)
    })

    test('for as long as it is renewed', async () => {
      const [a, b] = await nodes()
      await a.lease.acquire('k')
      const losses = lossesOf(a.lease)
      await waited(3 * testTimes.lastsMs)
      expect(await b.lease.acquire('k')).toBe('a')
      expect(losses).toEqual([])
    })

    test('that only their holder can let go', async () => {
      const [a, b] = await nodes()
      await a.lease.acquire('k')
      await b.lease.release('k')
      expect(await b.lease.acquire('k')).toBe('a')
      await a.lease.release('k')
      expect(await b.lease.acquire('k')).toBeNull()
      await a.lease.release('k')
      expect(await a.lease.acquire('k')).toBe('b')
    })

    test('all of which are free when a node closes', async () => {
      const [a, b] = await nodes()
      for (const key of ['k', 'l', 'm']) await a.lease.acquire(key)
      await a.lease.close()
      for (const key of ['k', 'l', 'm']) expect(await b.lease.acquire(key)).toBeNull()
    })

    test('which a halted node loses, and knows it before anybody asks it anything', async () => {
      const [a, b] = await nodes()
      await a.lease.acquire('k')
      const losses = lossesOf(a.lease)
      a.halt()
      await expect.poll(() => b.lease.acquire('k'), { timeout: 5000 }).toBeNull()
      expect(losses).toEqual([])
      a.goOn()
      await expect.poll(() => losses.map(([, reason]) => reason)).toContain('taken')
      expect(losses[0]).toEqual(['k', 'overdue'])
    })

    test('which go on when they cannot be reached; new ones are refused until they can', async () => {
      if (!under.outage) return
      const [a, b] = await nodes()
      await a.lease.acquire('k')
      const losses = lossesOf(a.lease)
      await under.outage.begin()
      await expect(b.lease.acquire('new')).rejects.toThrow()
      await expect.poll(() => losses, { timeout: 5000 }).toEqual([['k', 'overdue']])
      expect(a.lease.isReachable()).toBe(false)
      await under.outage.end()
      await expect
        .poll(() => b.lease.acquire('new').catch(() => 'away'), { timeout: 10_000 })
        .toBeNull()
      await expect.poll(() => a.lease.isReachable(), { timeout: 10_000 }).toBe(true)
      await expect.poll(() => b.lease.acquire('k'), { timeout: 5000 }).toBe('a')
      expect(losses.map(([, reason]) => reason)).not.toContain('taken')
    })

    test('which may have been another’s when they had run out, and say so', async () => {
      const [a, b] = await nodes()
      await a.lease.acquire('k')
      const losses = lossesOf(a.lease)
      a.halt()
      await expect.poll(() => b.lease.acquire('k'), { timeout: 5000 }).toBeNull()
      await b.lease.release('k')
      a.goOn()
      await expect.poll(() => losses.map(([, reason]) => reason)).toContain('lapsed')
      expect(losses[0]).toEqual(['k', 'overdue'])
      expect(await b.lease.acquire('k')).toBe('a')
    })
  })
}
