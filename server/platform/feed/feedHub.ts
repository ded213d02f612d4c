import type { Actor } from '#shared/access/actor.ts'
import type { FeedEvent, FeedServerMessage } from '#shared/feed/events.ts'
import type { Topic } from '#shared/feed/topics.ts'
import { type Concerned, concernsActor } from '../sync/Concerned.ts'

/** Who may listen to topics of one kind; the slice that owns the kind decides. */
export type TopicOwner = {
  readonly kind: 'lesson' | 'recording' | 'group' | 'share' | 'user'
  mayListen(actor: Actor, id: string): Promise<boolean>
}

/** One open feed socket. */
export type Listener = {
  readonly actor: Actor
  readonly topics: Set<Topic>
  send(message: FeedServerMessage): void
  close(code: number): void
}

/** Topic → sockets. `publish` is called after commit only. */
export type Feed = {
  publish(topic: Topic, event: FeedEvent): void
  /** Ends the sockets of actors whose access changed; their pages open new ones and are judged anew. */
  closeWhere(concerned: Concerned): void
}

/** `share:self` and `user:self` are resolved to the actor's own id. */
export const resolveTopic = (topic: Topic, actor: Actor): string | null => {
  if (topic === 'share:self') return actor.kind === 'guest' ? `share:${actor.shareId}` : null
  if (topic === 'user:self') return actor.kind === 'person' ? `user:${actor.userId}` : null
  return topic
}

export const createFeedHub = () => {
  const listeners = new Set<Listener>()
  const publish = (topic: string, event: FeedEvent, except?: Listener): void => {
    for (const listener of listeners) {
      if (listener === except) continue
      for (const own of listener.topics)
        if (resolveTopic(own, listener.actor) === topic)
          listener.send({ type: 'event', topic: own, event })
    }
  }
  return {
    listeners,
    publish,
    closeWhere: (concerned: Concerned): void => {
      for (const listener of [...listeners])
        if (concernsActor(concerned, listener.actor)) listener.close(4510)
    },
  }
}
export type FeedHub = ReturnType<typeof createFeedHub>
