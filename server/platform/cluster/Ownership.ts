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
  /** The same of a document that had an owner before; null, and nothing kept of it, of one that never had. */
  claimAgain(name: DocName): Promise<Claim | null>
  /** The node that has it, this one included, without taking it; null for nobody. Throws like `claim`. */
  holder(name: DocName): Promise<string | null>
  /** The room is closed and everything of it is down. */
  release(name: DocName): Promise<void>
  /** Calls back with every document this node may no longer own, e.g. because it could not renew in time. */
  onLost(listener: (name: DocName) => void): void
  /** Lets go of everything. */
  close(): Promise<void>
}

export type Raise<None> = (name: DocName) => Promise<number | None>

/** How the next owner of a document gets its number, which rises durably. */
export type RaiseFence = {
  readonly raise: Raise<never>
  /** Null, and nothing written, when nobody ever owned it. */
  readonly raiseAgain: Raise<null>
}

/**
 * The only node there is owns everything. With `raiseFence` under a new number each time: should
 * somebody start a second one by mistake, the two send each other away and neither harms a document.
 */
export const soleOwnership = (
  raiseFence: RaiseFence['raise'] = async () => 0,
  raiseAgain: RaiseFence['raiseAgain'] = raiseFence,
): Ownership => {
  const fences = new Map<DocName, Promise<number | null>>()
  /** One after the other: who finds a number uses it. */
  const claim = async <None extends null>(
    name: DocName,
    raise: Raise<None>,
  ): Promise<Claim | None> => {
    const before = fences.get(name)
    const raised = before ? before.then((known) => known ?? raise(name)) : raise(name)
    fences.set(name, raised)
    const forget = (): void => {
      if (fences.get(name) === raised) fences.delete(name)
    }
    try {
      const fence = await raised
      if (typeof fence === 'number') return { kind: 'mine', fence }
      forget()
      return fence
    } catch (thrown) {
      forget()
      throw thrown
    }
  }
  return {
    claim: (name) => claim<never>(name, raiseFence),
    claimAgain: (name) => claim(name, raiseAgain),
    holder: async () => null,
    release: async (name) => void fences.delete(name),
    onLost: () => {},
    close: async () => {},
  }
}
