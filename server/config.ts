import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { MediaConfig } from '#server/platform/livekit/createMedia.ts'

const flag = z
  .enum(['0', '1', 'true', 'false'])
  .default('0')
  .transform((value) => value === '1' || value === 'true')

type Shared = {
  readonly DATABASE_URL?: string | undefined
  readonly NODE_URL?: string | undefined
  readonly CLUSTER_SECRET?: string | undefined
  readonly STORAGE_URL?: string | undefined
  readonly LIVEKIT_URL?: string | undefined
  readonly LIVEKIT_OFF: boolean
}

/** What several nodes share: each missing piece with its reason. */
const needForMany = (value: Shared, context: z.RefinementCtx): void => {
  const needs = [
    [
      'DATABASE_URL',
      value.DATABASE_URL,
      'REDIS_URL is for several nodes: they share one PostgreSQL',
    ],
    [
      'NODE_URL',
      value.NODE_URL,
      'the other nodes must reach this one: http://, its own name and its port',
    ],
    ['CLUSTER_SECRET', value.CLUSTER_SECRET, 'nodes take one another in by a shared secret only'],
    [
      'STORAGE_URL',
      value.STORAGE_URL,
      'every node must see the same files: s3://…, or file:///… for a folder all of them mount',
    ],
    [
      'LIVEKIT_URL',
      value.LIVEKIT_URL ?? (value.LIVEKIT_OFF || undefined),
      'several nodes need one external LiveKit server, or LIVEKIT_OFF=1',
    ],
  ] as const
  for (const [name, has, message] of needs)
    if (has === undefined) context.addIssue({ code: 'custom', path: [name], message })
}

const needForS3 = (
  value: {
    readonly STORAGE_URL?: string | undefined
    readonly AWS_ACCESS_KEY_ID?: string | undefined
    readonly AWS_SECRET_ACCESS_KEY?: string | undefined
  },
  context: z.RefinementCtx,
): void => {
  const message = 's3:// storage needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY'
  if (!value.AWS_ACCESS_KEY_ID || !value.AWS_SECRET_ACCESS_KEY)
    context.addIssue({ code: 'custom', path: ['AWS_ACCESS_KEY_ID'], message })
}

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
    DATABASE_URL: z
      .url({ protocol: /^postgres(ql)?$/ })
      .optional()
      .describe('PostgreSQL 14 or newer (postgres://…) instead of SQLite in the data folder'),
    DATABASE_POOL: z.coerce
      .number()
      .int()
      .min(4)
      .max(500)
      .default(12)
      .describe('Connections of this process to PostgreSQL'),
    REDIS_URL: z
      .url({ protocol: /^rediss?$/ })
      .optional()
      .describe('Redis of a studio with several nodes; with everything the nodes share'),
    REDIS_PREFIX: z
      .string()
      .regex(/^[\w-]{1,40}$/)
      .default('yanke')
      .describe('Before the name of everything in Redis; tells two studios apart'),
    NODE_URL: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('Address under which the other nodes reach this one, not through the proxy'),
    NODE_ID: z
      .string()
      .regex(/^[\w.-]{1,40}$/)
      .optional()
      .describe('Name of this node in logs; the host name when not set'),
    CLUSTER_SECRET: z
      .string()
      .min(32)
      .optional()
      .describe('What the nodes prove to one another, 32 characters or more, the same on all'),
    STORAGE_URL: z
      .url({ protocol: /^(s3|file)$/ })
      .optional()
      .describe('Files: s3://bucket?endpoint=https://…&region=…, or file:///a/shared/folder'),
    AWS_ACCESS_KEY_ID: z.string().optional().describe('Key of the s3:// storage'),
    AWS_SECRET_ACCESS_KEY: z.string().optional().describe('Its secret'),
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
      // A school is one address, and its pages come back together.
      .default(6000)
      .describe('Requests per minute and address before 429'),
  })
  .superRefine((value, context) => {
    const external = [value.LIVEKIT_URL, value.LIVEKIT_API_KEY, value.LIVEKIT_API_SECRET]
    if (value.REDIS_URL) needForMany(value, context)
    else if (value.NODE_URL || value.CLUSTER_SECRET)
      context.addIssue({
        code: 'custom',
        path: ['REDIS_URL'],
        message: 'NODE_URL and CLUSTER_SECRET are for several nodes, and those need REDIS_URL',
      })
    if (value.STORAGE_URL?.startsWith('s3:')) needForS3(value, context)
    if (external.some(Boolean) && !external.every(Boolean))
      context.addIssue({
        code: 'custom',
        path: ['LIVEKIT_URL'],
        message: 'LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET go together',
      })
  })

export type Config = MediaConfig & {
  /** Null: SQLite in the data folder. */
  readonly database: { readonly url: string; readonly poolSize: number } | null
  /** Null: this process is the whole studio. */
  readonly cluster: {
    readonly redisUrl: string
    readonly redisPrefix: string
    readonly nodeUrl: string
    readonly nodeName: string | null
    readonly secret: string
  } | null
  readonly storage:
    | { readonly kind: 'folder'; readonly folder: string | null }
    | {
        readonly kind: 's3'
        readonly bucket: string
        readonly endpoint: string | null
        readonly region: string
        readonly accessKeyId: string
        readonly secretAccessKey: string
      }
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

type Options = z.output<typeof schema>

const clusterOf = (value: Options): Config['cluster'] =>
  value.REDIS_URL && value.NODE_URL && value.CLUSTER_SECRET
    ? {
        redisUrl: value.REDIS_URL,
        redisPrefix: value.REDIS_PREFIX,
        nodeUrl: value.NODE_URL,
        nodeName: value.NODE_ID ?? null,
        secret: value.CLUSTER_SECRET,
      }
    : null

const storageOf = (value: Options): Config['storage'] => {
  if (!value.STORAGE_URL) return { kind: 'folder', folder: null }
  const url = new URL(value.STORAGE_URL)
  if (url.protocol === 'file:') return { kind: 'folder', folder: fileURLToPath(url) }
  return {
    kind: 's3',
    bucket: url.hostname,
    endpoint: url.searchParams.get('endpoint'),
    region: url.searchParams.get('region') ?? 'us-east-1',
    accessKeyId: value.AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: value.AWS_SECRET_ACCESS_KEY ?? '',
  }
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
  const value: Options = parsed.data
  const external =
    value.LIVEKIT_URL && value.LIVEKIT_API_KEY && value.LIVEKIT_API_SECRET
      ? {
          url: value.LIVEKIT_URL,
          apiKey: value.LIVEKIT_API_KEY,
          apiSecret: value.LIVEKIT_API_SECRET,
        }
      : null
  return {
    database: value.DATABASE_URL
      ? { url: value.DATABASE_URL, poolSize: value.DATABASE_POOL }
      : null,
    cluster: clusterOf(value),
    storage: storageOf(value),
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

/** What an option is when nobody sets it, as one would set it; nothing where it is nothing then. */
const standingOf = (option: z.ZodType): string => {
  const { data } = option.safeParse(undefined)
  if (data === undefined || data === '') return ''
  return ` (${typeof data === 'boolean' ? Number(data) : data})`
}

/** Name, sentence and default of every option, for `npm start -- --help`. */
export const describeConfig = (): string =>
  Object.entries(schema.shape)
    .map(([name, option]) => `${name.padEnd(22)} ${option.description ?? ''}${standingOf(option)}`)
    .join('\n')
