import { Redis } from 'ioredis'
import type { Log } from '../log.ts'
import { errorCode } from '../net/errorCode.ts'
import { StartRefusal } from '../net/StartRefusal.ts'

/** A command that takes longer has met a server that hangs, in ms. */
const COMMAND_MS = 2000

/**
 * A connection over which nothing has come for so long while something was asked is given up, in ms:
 * a host that is lost without a word would keep it looking alive.
 */
const SILENCE_MS = 4000

/** The longest wait before the connection is tried again, in ms. */
const RETRY_MS = 1000

const placeOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : 'REDIS_URL')

/**
 * One connection that comes back by itself. While it is away commands fail at once instead of
 * waiting: whoever asks has to know. Throws `StartRefusal` when the server cannot be reached now.
 */
export const connectRedis = async ({
  url,
  log,
  what,
}: {
  readonly url: string
  readonly log: Pick<Log, 'warn' | 'info'>
  /** Who uses it, for the log. */
  readonly what: string
}): Promise<Redis> => {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    commandTimeout: COMMAND_MS,
    connectTimeout: COMMAND_MS,
    socketTimeout: SILENCE_MS,
    // A server that has become a stand-by may keep its connections: another has its place by now.
    reconnectOnError: ({ message }) => message.includes('READONLY'),
    retryStrategy: (times) => Math.min(times * 50, RETRY_MS),
  })
  let isAway = false
  redis.on('error', (err) => {
    if (!isAway) log.warn({ err, what }, 'Redis is away')
    isAway = true
  })
  redis.on('ready', () => {
    if (isAway) log.info({ what }, 'Redis is back')
    isAway = false
  })
  try {
    await redis.connect()
    await redis.ping()
  } catch (thrown) {
    redis.disconnect()
    const why = errorCode(thrown) || (thrown instanceof Error ? thrown.message : 'unknown')
    throw new StartRefusal(
      'redis',
      {
        'zh-CN': `连不上 Redis：${placeOf(url)}（${why}）。请检查 REDIS_URL，或先启动 Redis`,
        en: `Redis cannot be reached: ${placeOf(url)} (${why}). Check REDIS_URL, or start Redis first`,
      },
      thrown,
    )
  }
  return redis
}
