import type { Actor } from '#shared/access/actor.ts'
import type { DocName } from '#shared/sync/docName.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { DocStore } from './DocStore.ts'
import type { Doubts } from './Doubts.ts'
import type { Projected } from './Projected.ts'
import type { DocOwner } from './ports.ts'
import type { RetryRule } from './RoomLog.ts'
import type { Turns } from './Turns.ts'
import type { Workshop } from './Workshop.ts'

/** What a room is made of. */
export type RoomParts = {
  readonly name: DocName
  readonly id: string
  /** The number under which this node owns the document. */
  readonly fence: number
  readonly owner: DocOwner
  readonly store: DocStore
  readonly turns: Turns
  readonly workshop: Workshop
  readonly projected: Projected
  readonly clock: Clock
  readonly log: Pick<Log, 'warn' | 'error'>
  readonly newId: () => string
  /** Who somebody is by now. */
  readonly actorAgain: (actor: Actor) => Promise<Actor>
  readonly retry: RetryRule
  readonly doubts: Doubts
  /** Nobody is here and everything is down; the room must leave the table in this very call. */
  readonly onDeserted: () => void
  /** The document is another's by now; the room must leave the table in this very call. */
  readonly onFencedOff: () => void
}
