import { mkdir, rm } from 'node:fs/promises'
import {
  createServer as createPlainServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import type { Router } from 'express'
import { clusterDocRooms } from '#server/platform/cluster/clusterDocRooms.ts'
import { createFeedHub } from '#server/platform/feed/feedHub.ts'
import { createFeedSocket } from '#server/platform/feed/feedSocket.ts'
import { actorAgain, createActors } from '#server/platform/http/actors.ts'
import { addressOf } from '#server/platform/http/addressOf.ts'
import { createHttp } from '#server/platform/http/createHttp.ts'
import { comesFromOwnPage, ownOrigin } from '#server/platform/http/origin.ts'
import { RequestTurns } from '#server/platform/http/RequestTurns.ts'
import { newId } from '#server/platform/ids.ts'
import { keepCatchingUp } from '#server/platform/sync/catchUp.ts'
import { createDocRooms } from '#server/platform/sync/createDocRooms.ts'
import { attachDocSocket } from '#server/platform/sync/docSocket.ts'
import { expectBack } from '#server/platform/sync/expectBack.ts'

import { createFeatures } from './createFeatures.ts'
import type { Drivers } from './drivers.ts'
import type { Feature } from './Feature.ts'
import { healthFeature } from './healthFeature.ts'

export type AppSettings = {
  readonly dataDir: string
  readonly tls: { readonly key: string; readonly cert: string } | null
  readonly trustProxy: boolean
  readonly rateLimitPerMinute: number
  readonly stunServers: readonly string[]
  readonly pagesDir: string | null
  readonly version: string
  /** A test plants a route past the table to see the boot stop. */
  readonly plant?: (api: Router) => void
}

export type App = {
  readonly server: Server
  /** The one-time token of the first use; null once a school exists. */
  setupLink(): Promise<string | null>
  /** Begins jobs and the media server; the page is up before. */
  start(): void
  close(): Promise<void>
}

type Sockets = {
  readonly feedSocket: ReturnType<typeof createFeedSocket>
  readonly docSocket: ReturnType<typeof attachDocSocket>
}

/** The composition root: drivers in, one HTTP server out. */
export const createApp = async (drivers: Drivers, settings: AppSettings): Promise<App> => {
  const { clock, log, media, cluster, docStore: store } = drivers
  const originSettings = { tls: settings.tls !== null, trustProxy: settings.trustProxy }
  const originOf = (request: IncomingMessage): string => ownOrigin(request, originSettings)
  const isOwnPage = (request: IncomingMessage): boolean =>
    comesFromOwnPage(request, originOf(request))
  const feed = createFeedHub(cluster.bus)
  const rooms = createDocRooms({
    ...{ store, clock, log, newId, ownership: cluster.ownership },
    ...(cluster.elsewhere ? { elsewhere: cluster.elsewhere } : {}),
    actorAgain: (actor) => actorAgain(features.accounts.queries, actor),
  })
  cluster.serve(rooms.local)
  const docs = clusterDocRooms({ ...cluster, rooms, store })
  const endSockets = (userId: string): void => {
    docs.closeWhere({ userIds: [userId] }, 'AccessChanged')
    feed.closeWhere({ userIds: [userId] })
  }
  const features = createFeatures({
    drivers,
    feed,
    docs,
    dataDir: settings.dataDir,
    workDir: await emptyFolder(join(settings.dataDir, 'tmp')),
    endSockets,
  })
  const health = healthFeature({ media: media.media, settings })
  const catchingUp = keepCatchingUp({ store, rooms: rooms.local, jobs: cluster.jobs, log })
  const all: readonly Feature[] = [...features.all, health, { routes: [], ...catchingUp }]
  const actors = createActors(
    { person: features.accounts.actors.person, guest: features.shares.guest },
    (request) => originOf(request).startsWith('https:'),
  )
  const owners = all.flatMap((feature) => feature.docs ?? [])
  for (const owner of owners) rooms.own(owner)
  const expected = expectBack({
    lastWritten: drivers.lastWritten ?? (async () => []),
    ...{ rooms: rooms.local, owners, clock, log },
    personNow: (userId) => features.accounts.queries.signedIn(userId),
  })
  const http = createHttp({
    settings: { ...settings, tls: settings.tls !== null },
    routes: all.flatMap((feature) => feature.routes),
    actors,
    log,
    before: [
      { path: '/rtc', handler: media.proxy.handle },
      { path: '/hooks/media', handler: media.webhook.handle },
    ],
    ...(settings.plant ? { plant: settings.plant } : {}),
  })
  const server = serverOf(http, settings)
  const feedSocket = createFeedSocket({
    ...{ hub: feed, clock, log, isOwnPage, actorOf: actors.actorOf },
    owners: all.flatMap((feature) => feature.topics ?? []),
    addressOf: (request) => addressOf(request, originSettings),
  })
  const docSocket = attachDocSocket({ rooms, actorOf: actors.actorOf, isOwnPage, log })
  routeUpgrades(server, { feedSocket, docSocket, cluster, media })
  return {
    server,
    setupLink: features.accounts.setupLink,
    start: () => {
      for (const feature of all) feature.start?.()
      expected.start()
      media.start().catch((err: unknown) => log.error({ err }, 'the media server did not start'))
    },
    close: () => closeInOrder({ server, feedSocket, docSocket, expected, rooms, all, drivers }),
  }
}

/** Whoever offers another protocol than WebSocket, as some programs do with each request, is answered without. */
const shouldUpgradeCallback = ({ headers }: IncomingMessage): boolean =>
  headers.upgrade?.toLowerCase() === 'websocket'

const serverOf = (http: RequestListener, { tls }: Pick<AppSettings, 'tls'>): Server => {
  const { take } = new RequestTurns(http)
  return tls
    ? createTlsServer({ ...tls, shouldUpgradeCallback }, take)
    : createPlainServer({ shouldUpgradeCallback }, take)
}

/** Each socket to whom its path belongs. */
const routeUpgrades = (
  server: Server,
  { feedSocket, docSocket, cluster, media }: Pick<Drivers, 'cluster' | 'media'> & Sockets,
): void => {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    socket.on('error', () => socket.destroy())
    if (path === '/ws/feed') return feedSocket.upgrade(request, socket, head)
    if (docSocket.upgrade(request, socket, head)) return
    if (cluster.upgrade(request, socket, head)) return
    if (!media.proxy.upgrade(request, socket, head)) socket.destroy()
  })
}

/** What a process that died left half done there is of no use to anybody. */
const emptyFolder = async (path: string): Promise<string> => {
  await rm(path, { recursive: true, force: true })
  await mkdir(path, { recursive: true })
  return path
}

/**
 * Stop accepting → close rooms (what was typed is written, and each document is free for another
 * node) → end jobs → leave the other nodes → close drivers.
 */
const closeInOrder = async (
  parts: Sockets & {
    readonly server: Server
    readonly expected: { close(): Promise<void> }
    readonly rooms: ReturnType<typeof createDocRooms>
    readonly all: readonly Feature[]
    readonly drivers: Drivers
  },
): Promise<void> => {
  const closed = new Promise<void>((resolve) => parts.server.close(() => resolve()))
  parts.feedSocket.close()
  await parts.expected.close()
  await parts.rooms.close()
  for (const feature of parts.all) await feature.close?.()
  // Whoever is carried to another node is told why before the links break.
  parts.docSocket.close()
  parts.feedSocket.end()
  await parts.drivers.cluster.close()
  await parts.drivers.media.close()
  parts.server.closeAllConnections()
  await closed
  await parts.drivers.docStore.close()
  await parts.drivers.db.destroy()
}
