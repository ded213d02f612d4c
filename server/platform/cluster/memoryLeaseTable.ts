import type { LeaseTable, Taken } from './LeaseTable.ts'

/** Several nodes of one process share it; `now` in ms. */
export const memoryLeaseTable = (now: () => number = () => performance.now()): LeaseTable => {
  const rows = new Map<string, { readonly holder: string; readonly untilMs: number }>()
  const read = (key: string): string | null => {
    const row = rows.get(key)
    return row && row.untilMs > now() ? row.holder : null
  }
  const take = (key: string, holder: string, forMs: number): Taken => {
    const has = read(key)
    if (has !== null && has !== holder) return { holder: has, wasFree: false }
    rows.set(key, { holder, untilMs: now() + forMs })
    return { holder, wasFree: has === null }
  }
  return {
    take: async (key, holder, forMs) => take(key, holder, forMs).holder,
    takeAll: async (keys, holder, forMs) => keys.map((key) => take(key, holder, forMs)),
    drop: async (key, holder) => {
      if (read(key) === holder) rows.delete(key)
    },
    read: async (key) => read(key),
    isReachable: () => true,
    close: async () => {},
  }
}
