import { createHash } from 'node:crypto'
import { z } from 'zod'
import { systemClock } from '../clock.ts'
import type { Log } from '../log.ts'
import { connectRedis } from '../redis/connectRedis.ts'
import type { FailureCount, FailureCounter, FailureRule, Failures } from './Failures.ts'
import { memoryFailures } from './memoryFailures.ts'

/** Counts and sets the end in one step: a count without an end would lock somebody out for ever. */
const ADD = `
local count = redis.call('incr', KEYS[1])
if count == 1 then redis.call('pexpire', KEYS[1], ARGV[1]) end
if tonumber(ARGV[2]) > 0 and count >= tonumber(ARGV[2]) then redis.call('pexpire', KEYS[1], ARGV[3]) end
return { count, redis.call('pttl', KEYS[1]) }`

const READ = `
local count = redis.call('get', KEYS[1])
if not count then return { 0, 0 } end
return { tonumber(count), redis.call('pttl', KEYS[1]) }`

const answerSchema = z.tuple([z.number(), z.number()])

/**
 * Counted in Redis, and by this node besides: while Redis is away each node goes on with what it has
 * seen itself.
 */
export const redisFailures = async (parts: {
  readonly url: string
  readonly prefix: string
  readonly log: Log
}): Promise<Failures> => {
  const redis = await connectRedis({ url: parts.url, log: parts.log, what: 'failures' })
  const local = memoryFailures(systemClock)

  const counter = (kind: string, rule: FailureRule): FailureCounter => {
    const here = local.of(kind, rule)
    // Logins and addresses are people's: Redis gets neither.
    const rowOf = (key: string): string =>
      `${parts.prefix}:failed:${kind}:${createHash('sha256').update(key).digest('base64url')}`
    const ask = async (script: string, key: string): Promise<FailureCount | null> => {
      const { at, forMs } = rule.locks ?? { at: 0, forMs: 0 }
      try {
        const answer = await redis.eval(script, 1, rowOf(key), rule.countMs, at, forMs)
        const [count, endsInMs] = answerSchema.parse(answer)
        return { count, endsInMs: Math.max(0, endsInMs) }
      } catch (err) {
        parts.log.debug({ err, kind }, 'failures counted by this node alone')
        return null
      }
    }
    return {
      add: async (key) => {
        const own = await here.add(key)
        return (await ask(ADD, key)) ?? own
      },
      read: async (key) => (await ask(READ, key)) ?? here.read(key),
    }
  }
  return { of: counter, close: async () => redis.disconnect() }
}
