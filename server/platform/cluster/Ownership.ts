import type { DocName } from '#shared/sync/docName.ts'

/** Who has a document's room. `fence` rises with every change of owner. */
export type Claim =
  | { readonly kind: 'mine'; readonly fence: number }
  | { readonly kind: 'elsewhere'; readonly nodeId: string }

/** A room lives on one node (port `Lease`): it is claimed before it opens and let go when it is empty. */
export type Ownership = {
  /** Takes the document when nobody has it. Asked again by the owner it answers the same fence. */
  claim(name: DocName): Promise<Claim>
  /** The node that has it, this one included, without taking it; null for nobody. */
  holder(name: DocName): Promise<string | null>
  /** The room is closed and everything of it is down. */
  release(name: DocName): Promise<void>
  /** Calls back with every document this node may no longer own, e.g. because it could not renew in time. */
  onLost(listener: (name: DocName) => void): void
  /** Lets go of everything. */
  close(): Promise<void>
}

/** The only node there is owns everything. */
export const soleOwnership = (): Ownership => ({
  claim: async () => ({ kind: 'mine', fence: 0 }),
  holder: async () => null,
  release: async () => {},
  onLost: () => {},
  close: async () => {},
})
