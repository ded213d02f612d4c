import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import type { MediaConfig } from '#server/platform/livekit/createMedia.ts'

const flag = z
  .enum(['0', '1', 'true', 'false'])
  .default('0')
  .transform((value) => value === '1' || value === 'true')

/**
 * Every option: a sentence, a unit, a default. Nothing set is a working studio: SQLite, one data
 * folder, and an embedded media server.
 */
const schema = z
  .object({
    HOST: z.string().default('127.0.0.1').describe('Address to listen on'),
    PORT: z.coerce
      .number()
      .int()
      .min(0)
      .max(65535)
      .default(4600)
      .describe('TCP port of the page; 0 picks a free one'),
    YANKE_DATA: z.string().default('data').describe('Folder for database, files, keys and logs'),
    YANKE_TLS: flag.describe(
      '1: serve HTTPS with the certificate in the data folder (npm start -- --lan)',
    ),
    PUBLIC_URL: z
      .url()
      .optional()
      .describe('Address people type, when a reverse proxy stands in front'),
    TRUST_PROXY: flag.describe('1: believe X-Forwarded-* from the proxy in front'),
    LOG_LEVEL: z
      .enum(['debug', 'info', 'warn', 'error', 'silent'])
      .default('info')
      .describe('Lines below this level are dropped'),
    XDG_CACHE_HOME: z
      .string()
      .optional()
      .describe('Folder for what is built once per user, e.g. the media server; default ~/.cache'),
    LIVEKIT_URL: z
      .url()
      .optional()
      .describe('External LiveKit server (ws:// or wss://); with key and secret'),
    LIVEKIT_API_KEY: z
      .string()
      .min(3)
      .optional()
      .describe('API key of the external LiveKit server'),
    LIVEKIT_API_SECRET: z.string().min(32).optional().describe('Its secret, 32 characters or more'),
    LIVEKIT_BINARY: z
      .string()
      .optional()
      .describe('Path of a livekit-server binary, 1.13.2 or newer'),
    LIVEKIT_OFF: flag.describe('1: run without a media server (classrooms say so)'),
    LIVEKIT_NODE_IP: z
      .string()
      .optional()
      .describe('Address under which browsers reach the media ports'),
    LIVEKIT_UDP_PORT: z.coerce
      .number()
      .int()
      .min(0)
      .max(65535)
      .default(0)
      .describe('One UDP port for all media; 0 picks a free one'),
    LIVEKIT_TCP_PORT: z.coerce
      .number()
      .int()
      .min(0)
      .max(65535)
      .default(0)
      .describe('TCP port for networks without UDP; 0 picks a free one'),
    STUN_SERVERS: z
      .string()
      .default('')
      .describe('Comma-separated stun: addresses for browsers; empty: none is asked'),
    RATE_LIMIT: z.coerce
      .number()
      .int()
      .min(1)
      .default(1200)
      .describe('Requests per minute and address before 429'),
  })
  .superRefine((value, context) => {
    const external = [value.LIVEKIT_URL, value.LIVEKIT_API_KEY, value.LIVEKIT_API_SECRET]
    if (external.some(Boolean) && !external.every(Boolean))
      context.addIssue({
        code: 'custom',
        path: ['LIVEKIT_URL'],
        message: 'LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET go together',
      })
  })

export type Config = MediaConfig & {
  readonly host: string
  readonly port: number
  readonly dataDir: string
  /** Per user, outside the checkout. */
  readonly cacheDir: string
  readonly publicUrl: string | null
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  readonly rateLimitPerMinute: number
  readonly stunServers: readonly string[]
}

/** All problems of a configuration at once, each with its variable's name. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** The only reader of the environment. Throws `ConfigError` naming every wrong variable. */
export const readConfig = (env: Readonly<Record<string, string | undefined>>): Config => {
  const present = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = schema.safeParse(present)
  if (!parsed.success)
    throw new ConfigError(
      parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'),
    )
  const value = parsed.data
  const external =
    value.LIVEKIT_URL && value.LIVEKIT_API_KEY && value.LIVEKIT_API_SECRET
      ? {
          url: value.LIVEKIT_URL,
          apiKey: value.LIVEKIT_API_KEY,
          apiSecret: value.LIVEKIT_API_SECRET,
        }
      : null
  return {
    host: value.HOST,
    port: value.PORT,
    dataDir: resolve(value.YANKE_DATA),
    cacheDir: join(value.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'yanke'),
    tls: value.YANKE_TLS,
    publicUrl: value.PUBLIC_URL ?? null,
    trustProxy: value.TRUST_PROXY,
    logLevel: value.LOG_LEVEL,
    rateLimitPerMinute: value.RATE_LIMIT,
    stunServers: value.STUN_SERVERS.split(',')
      .map((s) => s.trim())
      .filter(Boolean),
    livekit: {
      external,
      binary: value.LIVEKIT_BINARY ?? null,
      off: value.LIVEKIT_OFF,
      nodeIp: value.LIVEKIT_NODE_IP ?? null,
      udpPort: value.LIVEKIT_UDP_PORT,
      tcpPort: value.LIVEKIT_TCP_PORT,
    },
  }
}

/** `name — sentence (default)` for every option, for `npm start -- --help`. */
export const describeConfig = (): string =>
  Object.entries(schema.shape)
    .map(([name, option]) => `${name.padEnd(20)} ${option.description ?? ''}`)
    .join('\n')
