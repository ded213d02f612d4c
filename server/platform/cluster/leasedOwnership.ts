import { AppError } from '#shared/errors/appError.ts'
import type { DocName } from '#shared/sync/docName.ts'
import { doubted, type ReadFences } from './doubted.ts'
import type { Lease } from './Lease.ts'
import type { Claim, Ownership, Raise, RaiseFence } from './Ownership.ts'

const PREFIX = 'doc:'
const keyOf = (name: DocName): string => `${PREFIX}${name}`
const nameIn = (key: string): DocName | null =>
  key.startsWith(PREFIX) ? (key.slice(PREFIX.length) as DocName) : null

/** The connection to the leases is tried again within a second, and needs another to be of use. */
const AWAY_SECONDS = 2

/** How often an owner that nobody can tell asks whether another has the document by now, or had it, in ms. */
const STILL_OURS_MS = 3_000

type Parts = {
  readonly lease: Lease
  readonly nodeId: string
  /** One more than it ever was, durably: appends under an older number are refused from now on. */
  readonly raiseFence: RaiseFence['raise']
  readonly raiseAgain?: RaiseFence['raiseAgain']
  readonly readFences: ReadFences
  /** The node that says it owns the document, when the leases cannot; null for none. Does not reject. */
  readonly askOthers?: (name: DocName) => Promise<string | null>
  /** Another node that can reach the leases when we cannot; null for none. Does not reject. */
  readonly askHelper?: () => Promise<string | null>
  readonly stillOursMs?: number
}

/** One after the other for each document: a claim behind a release is a new claim. */
const oneByOne = () => {
  const turns = new Map<DocName, Promise<unknown>>()
  return <Result>(name: DocName, work: () => Promise<Result>): Promise<Result> => {
    const result = (turns.get(name) ?? Promise.resolve()).then(work)
    const settled = result.catch(() => {})
    turns.set(name, settled)
    void settled.then(() => {
      if (turns.get(name) === settled) turns.delete(name)
    })
    return result
  }
}

/**
 * What the leases say; without them, and while they may have forgotten whose something is and would
 * give it to us, the owner itself. What nobody owns is for a node that can reach them.
 */
const byAsking =
  (lease: Lease, { askOthers, askHelper }: Required<Pick<Parts, 'askOthers' | 'askHelper'>>) =>
  async (name: DocName, question: () => Promise<string | null>): Promise<string | null> => {
    const wereAway = lease.wereAway()
    const before = wereAway ? await askOthers(name) : null
    if (before !== null) return before
    try {
      return await question()
    } catch (cause) {
      const owner = wereAway ? null : await askOthers(name)
      const found = owner ?? (await askHelper())
      if (found !== null) return found
      throw new AppError('redis-away', { data: { seconds: AWAY_SECONDS }, cause })
    }
  }

/**
 * A document is owned by whoever holds its lease and has raised its fence since. With the leases out
 * of reach owners go on: nobody else can take a lease then either, and should somebody on the other
 * side of a broken network have done so, the fence refuses the next append. Where nothing is appended
 * people only read, and would read what is no longer so: the database is asked besides. So it is when a
 * lease is ours again that was nobody's: somebody may have come, written and gone. Whoever owned a document
 * before is then found by asking the nodes, and what has no owner is for one of them that can reach the
 * leases; where none can it cannot be claimed: `redis-away`.
 */
export const leasedOwnership = (parts: Parts): Ownership => {
  const { lease, nodeId, raiseFence, raiseAgain = raiseFence, askOthers = async () => null } = parts
  const { askHelper = async () => null, stillOursMs = STILL_OURS_MS } = parts
  const fences = new Map<DocName, number>()
  /** Whose lease we have and have not lost again, while their fences are being raised. */
  const raising = new Set<DocName>()
  const listeners: ((name: DocName) => void)[] = []
  const inTurn = oneByOne()

  const orByAsking = byAsking(lease, { askOthers, askHelper })

  const claim = async <None extends null>(
    name: DocName,
    raise: Raise<None>,
  ): Promise<Claim | None> => {
    const known = fences.get(name)
    if (known !== undefined) return { kind: 'mine', fence: known }
    const other = await orByAsking(name, () => lease.acquire(keyOf(name)))
    if (other !== null) return { kind: 'elsewhere', nodeId: other }
    raising.add(name)
    try {
      const fence = await raise(name)
      if (typeof fence === 'number' && raising.has(name)) {
        fences.set(name, fence)
        return { kind: 'mine', fence }
      }
      await lease.release(keyOf(name))
      if (typeof fence !== 'number') return fence
    } catch (thrown) {
      await lease.release(keyOf(name))
      throw thrown
    } finally {
      raising.delete(name)
    }
    // It may be another's by now, who has a number as well.
    return claim(name, raise)
  }

  const lose = (name: DocName): void => {
    raising.delete(name)
    if (fences.delete(name)) for (const listener of listeners) listener(name)
  }

  /** Its lease may be ours all the same, and would be renewed though nobody has it open here. */
  const giveUp = (name: DocName): void => {
    void lease.release(keyOf(name))
    lose(name)
  }

  const inDoubt = doubted({
    ...{ fenceOf: (name) => fences.get(name), readFences: parts.readFences, askOthers },
    ...{ isUncertain: () => lease.wereAway(), onOvertaken: giveUp, everyMs: stillOursMs },
  })

  lease.onLost((key, reason) => {
    const name = nameIn(key)
    if (name === null) return
    // Not renewed because nobody could be asked, though they may be in reach again by now.
    if (reason === 'overdue' && lease.wereAway()) return inDoubt.add(name)
    if (reason === 'lapsed') {
      raising.delete(name)
      return inDoubt.add(name)
    }
    // Overdue and in reach all the time: this process was halted, and must not outlive its lease by luck.
    if (reason === 'overdue') giveUp(name)
    else lose(name)
  })

  return {
    claim: (name) => inTurn(name, () => claim<never>(name, raiseFence)),
    claimAgain: (name) => inTurn(name, () => claim(name, raiseAgain)),
    holder: async (name) => {
      if (fences.has(name)) return nodeId
      return orByAsking(name, () => lease.holder(keyOf(name)))
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
