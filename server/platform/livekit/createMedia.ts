import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Clock } from '../clock.ts'
import { comesFromOwnPage, ownOrigin } from '../http/origin.ts'
import type { Log } from '../log.ts'
import { privateAddresses } from '../net/privateAddresses.ts'
import { absentLink } from './absentLink.ts'
import { defaultCacheDir } from './defaultCacheDir.ts'
import { embeddedLink } from './embeddedLink.ts'
import { externalLink } from './externalLink.ts'
import { livekitMediaServer } from './livekitMediaServer.ts'
import { type LivekitProxy, livekitProxy } from './livekitProxy.ts'
import type { MediaLink } from './MediaLink.ts'
import type { MediaServer } from './MediaServer.ts'
import { type MediaWebhook, mediaWebhook } from './mediaWebhook.ts'

/** The part of `Config` that is about media. */
export type MediaConfig = {
  readonly tls: boolean
  readonly trustProxy: boolean
  /** Per-user cache outside the checkout; without it `~/.cache/yanke`. */
  readonly cacheDir?: string
  readonly livekit: {
    readonly external: {
      readonly url: string
      readonly apiKey: string
      readonly apiSecret: string
    } | null
    readonly binary: string | null
    readonly off: boolean
    readonly nodeIp: string | null
    readonly udpPort: number
    readonly tcpPort: number
  }
}

export type Media = {
  readonly media: MediaServer
  readonly proxy: LivekitProxy
  /** Mount it for an external server; our own child reports on a loopback port of its own. */
  readonly webhook: MediaWebhook
  /** Returns at once; a build may run for minutes behind it. */
  start(): Promise<void>
  close(): Promise<void>
}

/**
 * Everything about real-time media in one piece.
 * `publicIp` is where browsers reach this machine. Null: its first address in the network when the
 * studio serves HTTPS itself, else they all run on this machine.
 */
export const createMedia = async (parts: {
  readonly config: MediaConfig
  readonly dataDir: string
  readonly log: Log
  readonly clock: Clock
  readonly publicIp: string | null
}): Promise<Media> => {
  const { config, clock } = parts
  const log = parts.log.child({ part: 'media' })
  const hook = webhookListener(() => webhook)
  const link = await linkOf({ ...parts, log }, hook.url)
  const webhook = mediaWebhook({ credentials: link.credentials, clock, log })
  const server = livekitMediaServer({ link, log })
  const proxy = livekitProxy({
    address: link.address,
    isOwnPage: (request) => comesFromOwnPage(request, ownOrigin(request, config)),
    log,
  })
  const close = async (): Promise<void> => {
    proxy.close()
    await link.close()
    await hook.close()
  }
  return {
    media: { ...server, close },
    proxy,
    webhook,
    start: async () => {
      await hook.listen()
      link.start()
    },
    close,
  }
}

const linkOf = async (
  parts: {
    readonly config: MediaConfig
    readonly dataDir: string
    readonly log: Log
    readonly publicIp: string | null
  },
  webhookUrl: () => string,
): Promise<MediaLink> => {
  const { external, binary, off, nodeIp, udpPort, tcpPort } = parts.config.livekit
  if (off) return absentLink('LIVEKIT_OFF=1')
  if (external !== null) {
    const { url, apiKey, apiSecret } = external
    return externalLink({ url, credentials: { apiKey, apiSecret }, log: parts.log })
  }
  return embeddedLink({
    folder: join(parts.dataDir, 'media'),
    cacheDir: parts.config.cacheDir ?? defaultCacheDir(),
    binary,
    nodeIp: nodeIp ?? parts.publicIp ?? lanAddress(parts.config) ?? '127.0.0.1',
    udpPort,
    tcpPort,
    webhookUrl,
    log: parts.log,
  })
}

/** HTTPS of our own means that other devices come: they need an address of this machine. */
const lanAddress = (config: MediaConfig): string | undefined =>
  config.tls ? privateAddresses()[0] : undefined

type WebhookListener = {
  readonly url: () => string
  listen(): Promise<void>
  close(): Promise<void>
}

/**
 * Our child reports to a plain loopback port: the studio's own may be HTTPS with a certificate the
 * child does not trust, and this one cannot be reached from outside at all.
 */
const webhookListener = (webhook: () => MediaWebhook): WebhookListener => {
  const server: Server = createServer((request, response) => webhook().handle(request, response))
  return {
    url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    listen: async () => {
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
    },
    close: async () => {
      if (!server.listening) return
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
