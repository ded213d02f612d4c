import type { DocName } from '#shared/sync/docName.ts'

/** Who has a document's room. `fence` rises with every change of owner. */
export type Claim =
  | { readonly kind: 'mine'; readonly fence: number }
  | { readonly kind: 'elsewhere'; readonly nodeId: string }

/** A room lives on one node (port `Lease`): it is claimed before it opens and let go when it is empty. */
export type Ownership = {
  /**
   * Takes the document when nobody has it. Asked again by the owner it answers the same fence. Throws
   * `redis-away` when nobody can say whose it is.
   */
  claim(name: DocName): Promise<Claim>
  /** The node that has it, this one included, without taking it; null for nobody. Throws like `claim`. */
  holder(name: DocName): Promise<string | null>
  /** The room is closed and everything of it is down. */
  release(name: DocName): Promise<void>
  /** Calls back with every document this node may no longer own, e.g. because it could not renew in time. */
  onLost(listener: (name: DocName) => void): void
  /** Lets go of everything. */
  close(): Promise<void>
}

/**
 * The only node there is owns everything. With `raiseFence` under a new number each time: should
 * somebody start a second one by mistake, the two send each other away and neither harms a document.
 */
export const soleOwnership = (
  raiseFence: (name: DocName) => Promise<number> = async () => 0,
): Ownership => {
  const fences = new Map<DocName, Promise<number>>()
  return {
    claim: async (name) => {
      const raised = fences.get(name) ?? raiseFence(name)
      fences.set(name, raised)
      try {
        return { kind: 'mine', fence: await raised }
      } catch (thrown) {
        if (fences.get(name) === raised) fences.delete(name)
        throw thrown
      }
    },
    holder: async () => null,
    release: async (name) => void fences.delete(name),
    onLost: () => {},
    close: async () => {},
  }
}
