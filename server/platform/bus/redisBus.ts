import { z } from 'zod'
import type { Log } from '../log.ts'
import { connectRedis } from '../redis/connectRedis.ts'
import type { Bus } from './Bus.ts'
import { createListeners } from './listeners.ts'

/** `n` counts the sender's messages: one that comes by two ways is heard once. */
const envelopeSchema = z.object({
  from: z.string(),
  n: z.number(),
  channel: z.string(),
  json: z.string(),
})

/** So many messages are remembered; the second way is never that far behind the first. */
const REMEMBERED = 4096

/**
 * How often a connection that only listens asks something, in ms: one over which nothing is asked would
 * look alive long after its host was lost (`connectRedis`).
 */
const ASK_MS = 4_000

/** Answers whether a message is heard for the first time. */
const createMemory = () => {
  const heard = new Set<string>()
  return (from: string, n: number): boolean => {
    const key = `${n} ${from}`
    if (heard.has(key)) return false
    heard.add(key)
    const [oldest] = heard
    if (heard.size > REMEMBERED && oldest !== undefined) heard.delete(oldest)
    return true
  }
}

/**
 * Redis pub/sub. This process hears itself directly, so a lost Redis changes nothing for a lone
 * node; what Redis did not hand to everybody goes to `onUndelivered`: it was away, or one of the
 * others has not found back to it yet.
 */
export const redisBus = async (parts: {
  readonly url: string
  /** Of everything this studio has in Redis. */
  readonly prefix: string
  readonly nodeId: string
  readonly log: Log
  /** How many other nodes there are, as far as is known. */
  readonly others?: () => number
  /** A message that not every node has, for the others' `deliver`; whoever has it already hears it once. */
  readonly onUndelivered?: (envelope: string) => void
  /** A message that every node must have: Redis counts a connection that is dead as one that heard. */
  readonly onInsisted?: (envelope: string) => void
}): Promise<
  Bus & {
    /** A message that came another way than through Redis. */
    deliver(envelope: string): void
  }
> => {
  const { url, prefix, nodeId, log, others = () => 0, onUndelivered, onInsisted } = parts
  const wire = `${prefix}:bus`
  const listeners = createListeners(log)
  const out = await connectRedis({ url, log, what: 'bus' })
  // A connection that subscribes can do nothing else.
  const into = await connectRedis({ url, log, what: 'bus' })
  let isSubscribed = false
  let count = 0
  const isNew = createMemory()
  const hear = (text: string): void => {
    const envelope = envelopeSchema.safeParse(parsed(text))
    if (!envelope.success || envelope.data.from === nodeId) return
    const { from, n, channel, json } = envelope.data
    if (isNew(from, n)) listeners.tell(channel, json)
  }
  into.on('message', (_channel, text) => hear(text))
  into.on('close', () => {
    isSubscribed = false
  })
  const subscribe = async (): Promise<void> => {
    await into.subscribe(wire)
    isSubscribed = true
  }
  into.on('ready', () => void subscribe().catch((err) => log.warn({ err }, 'bus not subscribed')))
  await subscribe()
  const asking = setInterval(() => void into.ping().catch(() => {}), ASK_MS)
  asking.unref()
  const isConnected = (): boolean => isSubscribed && out.status === 'ready'
  const spread = (channel: string, message: unknown): string => {
    const json = JSON.stringify(message)
    listeners.tell(channel, json)
    count += 1
    return JSON.stringify({ from: nodeId, n: count, channel, json })
  }
  const send = async (envelope: string): Promise<void> => {
    // Ourselves included: Redis says how many were listening.
    const heardBy = isConnected() ? await out.publish(wire, envelope).catch(() => 0) : 0
    if (heardBy < others() + 1) onUndelivered?.(envelope)
  }
  return {
    publish: (channel, message) => void send(spread(channel, message)),
    insist: (channel, message) => {
      const envelope = spread(channel, message)
      if (isConnected()) out.publish(wire, envelope).catch(() => {})
      onInsisted?.(envelope)
    },
    subscribe: listeners.add,
    deliver: hear,
    isConnected,
    close: async () => {
      clearInterval(asking)
      listeners.clear()
      into.disconnect()
      out.disconnect()
    },
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // Not ours: somebody else uses the channel's name.
    return null
  }
}
