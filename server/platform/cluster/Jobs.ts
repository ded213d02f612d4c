import type { Lease } from './Lease.ts'

/** Work that one node does for the whole studio, e.g. putting recordings together. */
export type Jobs = {
  /** Whether this node is the one that does `job` now; the first to ask is, until it is gone. */
  isOurs(job: string): Promise<boolean>
}

export const soleJobs: Jobs = { isOurs: async () => true }

/** With the leases out of reach nobody begins anything: whoever had the job may still be at it. */
export const leasedJobs = (lease: Lease): Jobs => ({
  isOurs: async (job) => {
    try {
      return (await lease.acquire(`job:${job}`)) === null
    } catch {
      // Asked again at the next beat.
      return false
    }
  },
})
