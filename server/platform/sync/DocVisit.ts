import type { Actor } from '#shared/access/actor.ts'
import type { PeerVersions } from './DocPeer.ts'

/**
 * Somebody who wants into a document, as the upgrade
 * request tells. Plain data: it may travel to another node.
 */
export type DocVisit = {
  /** As it stands in the URL, unchecked. */
  readonly name: string
  readonly actor: Actor
  readonly deviceId: string | null
  readonly wantsAcks: boolean
  /** Wants to read only, whatever it may do. */
  readonly readsOnly: boolean
  readonly says: PeerVersions
}

/** A visit as the door hears of it: who comes is looked up with everything else, perhaps twice. */
export type Arrival = Omit<DocVisit, 'actor'> & { actorNow(): Promise<Actor> }
