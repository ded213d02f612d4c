import type { Actor } from '#shared/access/actor.ts'
import type { DocConnection, DocGrant, DocOwner } from './ports.ts'

/** Whom one answer about a right is for, in one document. */
const personOf = ({ actor }: DocConnection): string =>
  actor.kind === 'person' ? actor.userId : actor.kind === 'guest' ? actor.shareId : ''

/** Whoever asked to read, or may write by now and does not know yet, is left to read. */
const isStill = (then: DocGrant, now: DocGrant): boolean => {
  const access = then.access === 'read' ? 'read' : now.access
  return JSON.stringify(then) === JSON.stringify({ ...now, access })
}

/** Every five minutes, a beat of a room being 5 s. */
const EVERY_BEATS = 60

/** Where a room begins to count: those to which all came back at once are not all judged at once. */
export const firstBeat = (): number => 2 * Math.floor((Math.random() * EVERY_BEATS) / 2)

type Judge = {
  readonly id: string
  readonly owner: Pick<DocOwner, 'authorize'>
  readonly actorAgain: (actor: Actor) => Promise<Actor>
}

/**
 * Now and then asks again what each of these may, one person after the other, and answers with those
 * who may by now something else than when they came. A right that ends closes its sockets at once
 * (DR16); this is for when nobody heard of it, because the process that ended it was killed before it
 * said so. What cannot be asked changes nothing. Never rejects.
 */
export const judgeAgain = async (
  beats: number,
  connections: readonly DocConnection[],
  { id, owner, actorAgain }: Judge,
): Promise<ReadonlySet<DocConnection>> => {
  const changed = new Set<DocConnection>()
  if (beats % EVERY_BEATS !== 0) return changed
  for (const theirs of Map.groupBy(connections, personOf).values()) {
    const [{ actor }] = theirs as [DocConnection]
    try {
      const grant = await owner.authorize(await actorAgain(actor), id)
      for (const connection of theirs)
        if (!grant || !isStill(connection.grant, grant)) changed.add(connection)
    } catch {
      // The next time, then.
    }
  }
  return changed
}
