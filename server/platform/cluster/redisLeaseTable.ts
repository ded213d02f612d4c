import { z } from 'zod'
import type { Log } from '../log.ts'
import { connectRedis } from '../redis/connectRedis.ts'
import type { LeaseTable, Taken } from './LeaseTable.ts'

/** Takes what is free or ours and answers what it was before: one step, so that nobody comes in between. */
const TAKE = `
local answer = {}
for i, key in ipairs(KEYS) do
  local has = redis.call('get', key) or ''
  if has == '' or has == ARGV[1] then
    redis.call('set', key, ARGV[1], 'PX', ARGV[2])
  end
  answer[i] = has
end
return answer`

const DROP = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`

/** So many keys in one script: it holds up every other client of the server meanwhile. */
const KEYS_AT_ONCE = 500

const holdersSchema = z.array(z.string())

/** Leases as keys with an end (`PX`). A Redis that forgets everything frees them all; the fence knows better. */
export const redisLeaseTable = async (parts: {
  readonly url: string
  readonly prefix: string
  readonly log: Log
}): Promise<LeaseTable> => {
  const redis = await connectRedis({ url: parts.url, log: parts.log, what: 'leases' })
  const named = (key: string): string => `${parts.prefix}:lease:${key}`
  const takeSome = async (keys: readonly string[], holder: string, forMs: number) => {
    const answer = await redis.eval(TAKE, keys.length, ...keys.map(named), holder, forMs)
    return holdersSchema
      .parse(answer)
      .map((had): Taken => ({ holder: had || holder, wasFree: had === '' }))
  }
  const takeAll = async (keys: readonly string[], holder: string, forMs: number) => {
    const pieces = Array.from({ length: Math.ceil(keys.length / KEYS_AT_ONCE) }, (_, i) =>
      keys.slice(i * KEYS_AT_ONCE, (i + 1) * KEYS_AT_ONCE),
    )
    // All asked in this turn: what is let go of meanwhile is dropped behind it, and not taken again.
    return (await Promise.all(pieces.map((piece) => takeSome(piece, holder, forMs)))).flat()
  }
  return {
    take: async (key, holder, forMs) => (await takeSome([key], holder, forMs))[0]?.holder ?? '',
    takeAll,
    drop: async (key, holder) => {
      await redis.eval(DROP, 1, named(key), holder)
    },
    read: (key) => redis.get(named(key)),
    isReachable: () => redis.status === 'ready',
    close: async () => redis.disconnect(),
  }
}
