import type { Log } from '../log.ts'
import { connectRedis } from '../redis/connectRedis.ts'
import type { Nodes } from './Nodes.ts'

/** How long a node counts as up that says nothing more, and how often it speaks, in ms. */
const nodeTimes = { lastsMs: 10_000, beatMs: 3_000 }

/**
 * Every node writes down its address again and again. While Redis is away the last list stays: nodes
 * that are up can still reach one another. It stays a while longer, for a Redis that comes back may
 * know of nobody until everybody has spoken again.
 */
export const redisNodes = async (parts: {
  readonly url: string
  readonly prefix: string
  readonly nodeId: string
  readonly address: string
  readonly log: Log
  readonly times?: { readonly lastsMs: number; readonly beatMs: number }
}): Promise<Nodes> => {
  const { prefix, nodeId, address, log, times = nodeTimes } = parts
  const redis = await connectRedis({ url: parts.url, log, what: 'nodes' })
  const rowOf = (id: string): string => `${prefix}:node:${id}`
  const list = `${prefix}:nodes`
  let known = new Map<string, string>()
  let lastAwayMs = Number.NEGATIVE_INFINITY
  redis.on('close', () => {
    lastAwayMs = performance.now()
  })

  const beat = async (): Promise<void> => {
    await redis.set(rowOf(nodeId), address, 'PX', times.lastsMs)
    await redis.sadd(list, nodeId)
  }
  const read = async (): Promise<void> => {
    const ids = await redis.smembers(list)
    const addresses = ids.length > 0 ? await redis.mget(ids.map(rowOf)) : []
    const up = new Map<string, string>()
    const gone: string[] = []
    ids.forEach((id, i) => {
      const found = addresses[i]
      if (found) up.set(id, found)
      else gone.push(id)
    })
    if (gone.length > 0) await redis.srem(list, ...gone)
    const mayHaveForgotten = performance.now() - lastAwayMs < times.lastsMs
    known = mayHaveForgotten ? new Map([...known, ...up]) : up
  }
  const refresh = async (): Promise<void> => {
    try {
      await beat()
      await read()
    } catch (err) {
      lastAwayMs = performance.now()
      log.debug({ err }, 'nodes not read')
    }
  }
  await beat()
  await read()
  redis.on('ready', () => void refresh())
  const timer = setInterval(() => void refresh(), times.beatMs)
  timer.unref()
  return {
    addressOf: (id) => known.get(id) ?? null,
    others: () =>
      [...known].filter(([id]) => id !== nodeId).map(([id, at]) => ({ nodeId: id, address: at })),
    refresh,
    close: async () => {
      clearInterval(timer)
      await redis.del(rowOf(nodeId)).catch(() => 0)
      redis.disconnect()
    },
  }
}
