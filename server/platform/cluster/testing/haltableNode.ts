import { quietLog } from '../../sync/testing/quietLog.ts'
import { keepLeases } from '../keepLeases.ts'
import type { Lease } from '../Lease.ts'
import type { LeaseTable } from '../LeaseTable.ts'
import { testTimes } from '../lease.contract.ts'

/**
 * A node that can be made to stand still like a halted process: nothing of it reaches the table, and
 * it does not see time pass, until it goes on and finds out.
 */
export const haltableNode = (nodeId: string, table: LeaseTable) => {
  let haltedAtMs: number | null = null
  let wake: (() => void)[] = []
  const moving =
    <Args extends unknown[], Answer>(ask: (...args: Args) => Promise<Answer>) =>
    async (...args: Args): Promise<Answer> => {
      if (haltedAtMs !== null) await new Promise<void>((resolve) => wake.push(resolve))
      return ask(...args)
    }
  const lease: Lease = keepLeases({
    nodeId,
    log: quietLog,
    times: testTimes,
    monotonic: () => haltedAtMs ?? performance.now(),
    table: {
      ...table,
      take: moving(table.take),
      takeAll: moving(table.takeAll),
      drop: moving(table.drop),
      read: moving(table.read),
    },
  })
  return {
    lease,
    halt: () => {
      haltedAtMs = performance.now()
    },
    goOn: () => {
      haltedAtMs = null
      for (const go of wake.splice(0)) go()
      wake = []
    },
  }
}
