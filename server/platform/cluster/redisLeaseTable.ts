import { z } from 'zod'
import type { Log } from '../log.ts'
import { connectRedis } from '../redis/connectRedis.ts'
import type { LeaseTable } from './LeaseTable.ts'

/** Takes what is free or ours and answers who has each: one step, so that nobody comes in between. */
const TAKE = `
local answer = {}
for i, key in ipairs(KEYS) do
  local has = redis.call('get', key)
  if not has or has == ARGV[1] then
    redis.call('set', key, ARGV[1], 'PX', ARGV[2])
    has = ARGV[1]
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
  const takeAll = async (keys: readonly string[], holder: string, forMs: number) => {
    const holders: string[] = []
    for (let from = 0; from < keys.length; from += KEYS_AT_ONCE) {
      const some = keys.slice(from, from + KEYS_AT_ONCE).map(named)
      const answer = await redis.eval(TAKE, some.length, ...some, holder, forMs)
      holders.push(...holdersSchema.parse(answer))
    }
    return holders
  }
  return {
    take: async (key, holder, forMs) => (await takeAll([key], holder, forMs))[0] ?? '',
    takeAll,
    drop: async (key, holder) => {
      await redis.eval(DROP, 1, named(key), holder)
    },
    read: (key) => redis.get(named(key)),
    isReachable: () => redis.status === 'ready',
    close: async () => redis.disconnect(),
  }
}
