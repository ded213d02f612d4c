import { setTimeout as pause } from 'node:timers/promises'
import type { DocName } from '#shared/sync/docName.ts'

/** The newest number of each of these that has one. Rejects when the database cannot be asked. */
export type ReadFences = (names: readonly DocName[]) => Promise<ReadonlyMap<DocName, number>>

type Parts = {
  /** The number under which we have it; undefined: not any more. */
  readonly fenceOf: (name: DocName) => number | undefined
  readonly readFences: ReadFences
  /** The node that says it owns the document; null for none. Does not reject. */
  readonly askOthers: (name: DocName) => Promise<string | null>
  /** Whether the leases may know less than there is. */
  readonly isUncertain: () => boolean
  /** It is another's, or was since we have it: what we have of it is old. */
  readonly onOvertaken: (name: DocName) => void
  readonly everyMs: number
}

/**
 * Documents that are ours as far as we know, and may be another's by now or may have been for a moment.
 * Whoever takes one raises its number: so the database is asked about all of them, again and again until
 * the leases can tell. Without it nothing is written either, and the others are asked.
 */
export const doubted = (parts: Parts): { add(name: DocName): void } => {
  const names = new Set<DocName>()
  let isLooking = false

  const overtaken = async (ours: ReadonlyMap<DocName, number>) => {
    const all = [...ours.keys()]
    try {
      const newest = await parts.readFences(all)
      return { gone: all.filter((name) => newest.get(name) !== ours.get(name)), isSure: true }
    } catch {
      const owners = await Promise.all(all.map(parts.askOthers))
      return { gone: all.filter((_, i) => owners[i] !== null), isSure: false }
    }
  }

  const lookOnce = async (): Promise<void> => {
    const ours = new Map<DocName, number>()
    for (const name of [...names]) {
      const fence = parts.fenceOf(name)
      if (fence === undefined) names.delete(name)
      else ours.set(name, fence)
    }
    // Before the question: what happens behind it the leases tell.
    const isOver = !parts.isUncertain()
    const { gone, isSure } = await overtaken(ours)
    for (const name of gone) if (parts.fenceOf(name) === ours.get(name)) parts.onOvertaken(name)
    if (isOver && isSure) for (const name of ours.keys()) names.delete(name)
  }

  const look = async (): Promise<void> => {
    if (isLooking) return
    isLooking = true
    while (names.size > 0) {
      await lookOnce()
      await pause(parts.everyMs, undefined, { ref: false })
    }
    isLooking = false
  }

  return {
    add: (name) => {
      names.add(name)
      void look()
    },
  }
}
