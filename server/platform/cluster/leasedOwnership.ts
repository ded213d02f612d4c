import type { DocName } from '#shared/sync/docName.ts'
import type { Lease } from './Lease.ts'
import type { Claim, Ownership } from './Ownership.ts'

const PREFIX = 'doc:'
const keyOf = (name: DocName): string => `${PREFIX}${name}`
const nameIn = (key: string): DocName | null =>
  key.startsWith(PREFIX) ? (key.slice(PREFIX.length) as DocName) : null

/**
 * A document is owned by whoever holds its lease and has raised its fence since. With the leases out
 * of reach owners go on: nobody else can take a lease then either, and should somebody on the other
 * side of a broken network have done so, the fence refuses the next append.
 */
export const leasedOwnership = (parts: {
  readonly lease: Lease
  readonly nodeId: string
  /** One more than it ever was, durably: appends under an older number are refused from now on. */
  readonly raiseFence: (name: DocName) => Promise<number>
}): Ownership => {
  const { lease, nodeId, raiseFence } = parts
  const fences = new Map<DocName, number>()
  const turns = new Map<DocName, Promise<unknown>>()
  const listeners: ((name: DocName) => void)[] = []

  /** One after the other for each document: a claim behind a release is a new claim. */
  const inTurn = <Result>(name: DocName, work: () => Promise<Result>): Promise<Result> => {
    const result = (turns.get(name) ?? Promise.resolve()).then(work)
    const settled = result.catch(() => {})
    turns.set(name, settled)
    void settled.then(() => {
      if (turns.get(name) === settled) turns.delete(name)
    })
    return result
  }

  const claim = async (name: DocName): Promise<Claim> => {
    const known = fences.get(name)
    if (known !== undefined) return { kind: 'mine', fence: known }
    const other = await lease.acquire(keyOf(name))
    if (other !== null) return { kind: 'elsewhere', nodeId: other }
    try {
      const fence = await raiseFence(name)
      fences.set(name, fence)
      return { kind: 'mine', fence }
    } catch (thrown) {
      await lease.release(keyOf(name))
      throw thrown
    }
  }

  lease.onLost((key, reason) => {
    const name = nameIn(key)
    if (name === null) return
    if (reason === 'overdue' && !lease.isReachable()) return
    const wasOurs = fences.delete(name)
    // Overdue and still in reach: this process was halted, and must not outlive its lease by luck.
    if (reason === 'overdue') void lease.release(key)
    if (wasOurs) for (const listener of listeners) listener(name)
  })

  return {
    claim: (name) => inTurn(name, () => claim(name)),
    holder: async (name) => {
      if (fences.has(name)) return nodeId
      return lease.holder(keyOf(name))
    },
    release: (name) =>
      inTurn(name, async () => {
        fences.delete(name)
        await lease.release(keyOf(name))
      }),
    onLost: (listener) => void listeners.push(listener),
    close: async () => {
      fences.clear()
      await lease.close()
    },
  }
}
