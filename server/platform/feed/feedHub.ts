import type { Actor } from '#shared/access/actor.ts'
import type { FeedEvent, FeedServerMessage } from '#shared/feed/events.ts'
import type { Topic } from '#shared/feed/topics.ts'
import type { Bus } from '../bus/Bus.ts'
import { type Concerned, concernsActor } from '../sync/Concerned.ts'
import { Revocations } from '../sync/Revocations.ts'
import type { Paced } from './Paced.ts'

/** Who may listen to topics of one kind; the slice that owns the kind decides. */
export type TopicOwner = {
  readonly kind: 'lesson' | 'recording' | 'group' | 'share' | 'user'
  mayListen(actor: Actor, id: string): Promise<boolean>
}

/** One open feed socket. */
export type Listener = {
  /** A name for it that no other socket of any node has. */
  readonly id: string
  readonly actor: Actor
  readonly topics: Set<Topic>
  /** Its playhead, as it is told to others. */
  readonly playhead: Paced
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

/** What travels on the bus: made by this build, on whatever node. */
type Published = {
  readonly topic: string
  readonly event: FeedEvent
  readonly exceptId: string | null
}

const EVENTS = 'feed.events'
const ENDS = 'feed.ends'

/** The sockets of this process, told of what happens in every process. */
export const createFeedHub = (bus: Bus) => {
  const listeners = new Set<Listener>()
  bus.subscribe(EVENTS, (message) => {
    const { topic, event, exceptId } = message as Published
    for (const listener of listeners) {
      if (listener.id === exceptId) continue
      for (const own of listener.topics)
        if (resolveTopic(own, listener.actor) === topic)
          listener.send({ type: 'event', topic: own, event })
    }
  })
  const revocations = new Revocations()
  bus.subscribe(ENDS, (message) => {
    revocations.add(message as Concerned)
    for (const listener of [...listeners])
      if (concernsActor(message as Concerned, listener.actor)) listener.close(4510)
  })
  return {
    listeners,
    revocations,
    publish: (topic: string, event: FeedEvent, except?: Listener): void => {
      const published: Published = { topic, event, exceptId: except?.id ?? null }
      bus.publish(EVENTS, published)
    },
    closeWhere: (concerned: Concerned): void => bus.insist(ENDS, concerned),
  }
}
export type FeedHub = ReturnType<typeof createFeedHub>
