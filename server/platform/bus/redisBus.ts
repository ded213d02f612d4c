import { z } from 'zod'
import type { Log } from '../log.ts'
import { connectRedis } from '../redis/connectRedis.ts'
import type { Bus } from './Bus.ts'
import { createListeners } from './listeners.ts'

const envelopeSchema = z.object({ from: z.string(), channel: z.string(), json: z.string() })

/**
 * Redis pub/sub. This process hears itself directly, so a lost Redis changes nothing for a lone
 * node; what is published meanwhile reaches the others by `onUndelivered`, or not at all.
 */
export const redisBus = async (parts: {
  readonly url: string
  /** Of everything this studio has in Redis. */
  readonly prefix: string
  readonly nodeId: string
  readonly log: Log
  /** A message that Redis did not take. */
  readonly onUndelivered?: (channel: string, json: string) => void
}): Promise<
  Bus & {
    /** A message that came another way than through Redis. */
    deliver(channel: string, json: string): void
  }
> => {
  const { url, prefix, nodeId, log, onUndelivered } = parts
  const wire = `${prefix}:bus`
  const listeners = createListeners(log)
  const out = await connectRedis({ url, log, what: 'bus' })
  // A connection that subscribes can do nothing else.
  const into = await connectRedis({ url, log, what: 'bus' })
  let isSubscribed = false
  into.on('message', (_channel, text) => {
    const envelope = envelopeSchema.safeParse(parsed(text))
    if (!envelope.success || envelope.data.from === nodeId) return
    listeners.tell(envelope.data.channel, envelope.data.json)
  })
  into.on('close', () => {
    isSubscribed = false
  })
  const subscribe = async (): Promise<void> => {
    await into.subscribe(wire)
    isSubscribed = true
  }
  into.on('ready', () => void subscribe().catch((err) => log.warn({ err }, 'bus not subscribed')))
  await subscribe()
  const isConnected = (): boolean => isSubscribed && out.status === 'ready'
  return {
    publish: (channel, message) => {
      const json = JSON.stringify(message)
      listeners.tell(channel, json)
      const envelope = JSON.stringify({ from: nodeId, channel, json })
      if (!isConnected()) return onUndelivered?.(channel, json)
      out.publish(wire, envelope).catch(() => onUndelivered?.(channel, json))
    },
    subscribe: listeners.add,
    deliver: listeners.tell,
    isConnected,
    close: async () => {
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
