import type { Actor } from '#shared/access/actor.ts'
import type { DocConnection } from './ports.ts'

/**
 * Whose connections an end of authority concerns. Plain data, because other nodes must hear of it
 * too. A person or guest is concerned when named, or every person; `docs` narrows it to some
 * documents.
 */
export type Concerned = {
  readonly userIds?: readonly string[]
  readonly shareIds?: readonly string[]
  /** Every person, in the documents named. */
  readonly everybody?: boolean
  readonly docs?: readonly string[]
}

/** Whether this is one of the people and guests named. */
export const concernsActor = (
  { userIds, shareIds, everybody }: Concerned,
  actor: Actor,
): boolean => {
  if (actor.kind === 'person')
    return everybody === true || (userIds?.includes(actor.userId) ?? false)
  if (actor.kind === 'guest') return shareIds?.includes(actor.shareId) ?? false
  return false
}

export const concernsConnection = (
  concerned: Concerned,
  { actor, name }: Pick<DocConnection, 'actor' | 'name'>,
): boolean =>
  concernsActor(concerned, actor) && (concerned.docs === undefined || concerned.docs.includes(name))
