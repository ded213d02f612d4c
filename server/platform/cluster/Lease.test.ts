import { expect, test } from 'vitest'
import { leaseTimes } from './Lease.ts'

/** A stock client's longest pause between two attempts. */
const PAUSE_MS = 2_500
/** When an owner was killed everybody is back. */
const BACK_MS = 12_500

test('the lease of a dead owner and a page’s longest pause leave two seconds of what is promised', () => {
  expect(leaseTimes.lastsMs + PAUSE_MS).toBeLessThanOrEqual(BACK_MS - 2_000)
})

test('a lease outlives two renewals that fail', () => {
  const { lastsMs, renewEveryMs, marginMs } = leaseTimes
  expect(3 * renewEveryMs).toBeLessThan(lastsMs - marginMs)
})
