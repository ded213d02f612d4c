import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import type { Actor } from '#shared/access/actor.ts'
import { type FeedClientMessage, feedClientMessageSchema } from '#shared/feed/events.ts'
import type { Topic } from '#shared/feed/topics.ts'
import type { Clock } from '../clock.ts'
import { newId } from '../ids.ts'
import type { Log } from '../log.ts'
import { endBeatFlood } from '../net/endBeatFlood.ts'
import { concernsActor } from '../sync/Concerned.ts'
import { Crowd } from '../sync/Crowd.ts'
import { pingAll } from '../sync/pingAll.ts'
import { type FeedHub, type Listener, resolveTopic, type TopicOwner } from './feedHub.ts'
import { Paced } from './Paced.ts'

type Parts = {
  readonly hub: FeedHub
  readonly owners: readonly TopicOwner[]
  readonly clock: Clock
  readonly log: Log
  actorOf(request: IncomingMessage): Promise<Actor>
  isOwnPage(request: IncomingMessage): boolean
  /** Where a request comes from; many people can be behind one. */
  addressOf(request: IncomingMessage): string
  /** How many lines one address has at most, of all who are not signed in; left out: a large school's. */
  readonly linesOf?: { readonly address?: number }
}

type Handler<T extends FeedClientMessage['type']> = (
  parts: Parts,
  listener: Listener,
  message: Extract<FeedClientMessage, { type: T }>,
) => Promise<void> | void

const mayListen = async (parts: Parts, listener: Listener, topic: Topic): Promise<boolean> => {
  const resolved = resolveTopic(topic, listener.actor)
  if (!resolved) return false
  if (topic === 'share:self' || topic === 'user:self') return true
  const [kind, id] = resolved.split(':')
  const owner = parts.owners.find((candidate) => candidate.kind === kind)
  return owner !== undefined && id !== undefined && owner.mayListen(listener.actor, id)
}

/** A socket may hold this many topics; a page needs fewer than ten. */
const TOPIC_LIMIT = 40

/** A page tells where it is once a second; of what comes more often the newest counts, for all who listen pay for it. */
const PLAYHEAD_GAP_MS = 100

/** Each page has one; all news is a pass over all lines. */
const LINES_OF_ONE = 64

/** Of all together who are not signed in: behind one address there may be a whole school with a link. */
const LINES_OF_ONE_ADDRESS = 5000

/** Every message type with its handler: a type without one does not compile, nor boot. */
const handlers: { readonly [T in FeedClientMessage['type']]: Handler<T> } = {
  listen: async (parts, listener, { topic }) => {
    const allowed = listener.topics.size < TOPIC_LIMIT && (await mayListen(parts, listener, topic))
    if (allowed) listener.topics.add(topic)
    else listener.send({ type: 'refused', topic, code: 'forbidden' })
  },
  unlisten: ({ hub }, listener, { topic }) => {
    if (listener.topics.delete(topic) && listener.actor.kind === 'person')
      hub.publish(topic, { type: 'playhead.left', userId: listener.actor.userId }, listener)
  },
  playhead: ({ hub }, listener, { topic, atMs, playing }) => {
    const { actor } = listener
    if (actor.kind !== 'person' || !topic.startsWith('recording:') || !listener.topics.has(topic))
      return
    const { userId, name, hue } = actor
    listener.playhead.tell(() => {
      // Behind that somebody has left nothing more is said of them.
      if (!listener.topics.has(topic)) return
      hub.publish(topic, { type: 'playhead.moved', userId, name, hue, atMs, playing }, listener)
    })
  },
  ping: ({ clock }, listener, { sentMs }) => {
    listener.send({ type: 'pong', sentMs, serverMs: clock.now() })
  },
}

/** What the schema lets in has a handler that decides who may; otherwise the boot stops. */
export const assertHandled = (types: readonly string[], known: object): void => {
  for (const type of types)
    if (!Object.hasOwn(known, type)) throw new Error(`feed message without a policy: ${type}`)
}

const receive = async (parts: Parts, listener: Listener, raw: string): Promise<void> => {
  let json: unknown
  try {
    json = JSON.parse(raw)
  } catch {
    // Not JSON: nothing a page of ours sends. The socket ends, others do not notice.
    return listener.close(4400)
  }
  const parsed = feedClientMessageSchema.safeParse(json)
  if (!parsed.success) return listener.close(4400)
  const handler = handlers[parsed.data.type] as Handler<FeedClientMessage['type']>
  await handler(parts, listener, parsed.data)
}

const accept = (parts: Parts, socket: WebSocket, actor: Actor): void => {
  const listener: Listener = {
    id: newId(),
    actor,
    topics: new Set(),
    playhead: new Paced(PLAYHEAD_GAP_MS),
    send: (message) => {
      // A reader that does not read is cut rather than buffered for; it asks again when it is back.
      if (socket.bufferedAmount > 1_048_576) socket.close(4508)
      else if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message))
    },
    close: (code) => {
      listener.playhead.stop()
      socket.close(code)
    },
  }
  parts.hub.listeners.add(listener)
  endBeatFlood(socket)
  const hear = async (data: RawData): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve))
    if (socket.readyState === socket.OPEN) await receive(parts, listener, String(data))
  }
  let turn: Promise<void> = Promise.resolve()
  let unheard = 0
  socket.on('message', (data, isBinary) => {
    if (isBinary) return socket.close(4400)
    // Nobody says more than is heard, and one message of theirs is heard in a turn of the event loop.
    unheard += 1
    socket.pause()
    // One after the other: a playhead sent right behind its `listen` must find the topic listened to.
    turn = turn
      .then(() => hear(data))
      .catch((thrown: unknown) => {
        parts.log.error({ err: thrown }, 'feed message failed')
        socket.close(1011)
      })
      .then(() => {
        unheard -= 1
        if (unheard === 0) socket.resume()
      })
  })
  socket.on('error', () => socket.terminate())
  socket.on('close', () => {
    listener.playhead.stop()
    parts.hub.listeners.delete(listener)
    if (actor.kind !== 'person') return
    for (const topic of listener.topics)
      parts.hub.publish(topic, { type: 'playhead.left', userId: actor.userId }, listener)
  })
}

/**
 * What the database said may be old when it is heard: whose right was withdrawn meanwhile is asked for
 * again. `take` is called in the turn in which that is known.
 */
const judge = async (
  { hub, actorOf }: Pick<Parts, 'hub' | 'actorOf'>,
  request: IncomingMessage,
  take: (actor: Actor) => void,
): Promise<void> => {
  for (;;) {
    const { count } = hub.revocations
    const actor = await actorOf(request)
    if (!hub.revocations.haveSince(count, (one) => concernsActor(one, actor))) return take(actor)
  }
}

/** `/ws/feed`: JSON both ways, one socket a page. Also the session clock's probe. */
export const createFeedSocket = (parts: Parts) => {
  const types = feedClientMessageSchema.options.map((option) => option.shape.type.value)
  assertHandled(types, handlers)
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: 16 * 1024,
    perMessageDeflate: false,
  })
  const people = new Crowd(LINES_OF_ONE)
  const others = new Crowd(parts.linesOf?.address ?? LINES_OF_ONE_ADDRESS)
  const take = (actor: Actor, request: IncomingMessage) =>
    actor.kind === 'person'
      ? people.take(actor, 'feed')
      : others.takeAs(parts.addressOf(request), 'feed')
  const pings = pingAll()
  return {
    upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
      if (!parts.isOwnPage(request)) return void socket.destroy()
      judge(parts, request, (actor) => {
        if (socket.destroyed) return
        // A page whose line never opened waits longer each time; one that opens and is closed does not.
        const leave = take(actor, request)
        if (!leave) return void socket.destroy()
        socket.once('close', leave)
        server.handleUpgrade(request, socket, head, (ws) => {
          pings.watch(ws, socket)
          accept(parts, ws, actor)
        })
      }).catch(() => socket.destroy())
    },
    close: (): void => {
      pings.stop()
      for (const client of server.clients) client.close(1012)
      server.close()
    },
    /** Ends those that did not answer, such as the page of a computer that is asleep. */
    end: (): void => {
      for (const client of server.clients) client.terminate()
    },
  }
}
