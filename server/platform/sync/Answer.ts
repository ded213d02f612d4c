import type { Actor } from '#shared/access/actor.ts'
import type { CloseReason } from '#shared/sync/closeCodes.ts'
import type { DocGrant } from './ports.ts'

type Found = {
  readonly actor: Actor
  /** How many revocations there had been: after another of theirs it is asked anew. */
  readonly revocations: number
}

/** What is said of a visitor at the door: refused with a reason, let in, or carried to another node. */
export type Answer =
  | CloseReason
  | (Found & { readonly kind: 'elsewhere'; readonly nodeId: string })
  | (Found & { readonly kind: 'mine'; readonly fence: number; readonly grant: DocGrant })
