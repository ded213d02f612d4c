import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Router } from 'express'
import { createApp } from '#server/app/createApp.ts'
import type { Drivers } from '#server/app/drivers.ts'
import { createPeople } from '#server/features/accounts/people.ts'
import type { Clock } from '#server/platform/clock.ts'
import { soleNode } from '#server/platform/cluster/Cluster.ts'
import { soleOwnership } from '#server/platform/cluster/Ownership.ts'
import type { Media } from '#server/platform/livekit/createMedia.ts'
import { fakeMediaServer } from '#server/platform/livekit/fakeMediaServer.ts'
import type { MediaServer } from '#server/platform/livekit/MediaServer.ts'
import { createLog } from '#server/platform/log.ts'
import type { People } from '#server/platform/ports/People.ts'
import { fileStorage } from '#server/platform/storage/fileStorage.ts'
import { testDb, testDocStore } from '#server/testing/testDb.ts'

export type TestApp = {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string
  readonly drivers: Drivers
  readonly filesDir: string
  /** Accounts' door for other slices, on the same database. */
  readonly people: People
  /** `GET /lessons/:lessonId` of every route the running app answers under /api. */
  readonly routes: readonly string[]
  setupToken(): Promise<string>
  close(): Promise<void>
}

/** Media without a media server: nothing to proxy, nobody reports. */
const mediaOf = (media: MediaServer): Media => ({
  media,
  proxy: {
    handle: (_request, _response, next) => next(),
    upgrade: () => false,
    close: () => undefined,
  },
  webhook: {
    handle: (_request, response) => void response.writeHead(401).end(),
    onEvent: () => () => undefined,
  },
  start: async () => undefined,
  close: () => media.close(),
})

const routesIn = (api: Router): readonly string[] =>
  api.stack.flatMap(({ route }) =>
    (route?.stack ?? []).map(({ method }) => `${method.toUpperCase()} ${route?.path}`),
  )

/**
 * The whole studio in this process: real features, database, documents and files; only the media
 * server is another one. Its clock stands still, so that nothing changes but what is asked for.
 * Background work is not begun.
 */
export const testApp = async (
  options: { readonly media?: MediaServer; readonly nowMs?: number } = {},
): Promise<TestApp> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'yanke-app-'))
  const filesDir = join(dataDir, 'files')
  await mkdir(filesDir)
  const nowMs = options.nowMs ?? Date.UTC(2026, 8, 9, 1)
  const clock: Clock = { now: () => nowMs }
  const db = await testDb()
  const log = createLog('silent')
  const drivers: Drivers = {
    db,
    clock,
    docStore: await testDocStore(db, { dataDir, log }),
    storage: fileStorage(filesDir),
    media: mediaOf(options.media ?? fakeMediaServer(clock)),
    cluster: soleNode(log, soleOwnership(), clock),
    log,
  }
  const seen: Router[] = []
  const app = await createApp(drivers, {
    dataDir,
    tls: null,
    trustProxy: false,
    rateLimitPerMinute: 1_000_000,
    stunServers: [],
    pagesDir: null,
    version: 'test',
    // Plants nothing: it only looks at what is mounted.
    plant: (api) => void seen.push(api),
  })
  app.server.listen(0, '127.0.0.1')
  await once(app.server, 'listening')
  return {
    origin: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    drivers,
    filesDir,
    people: createPeople(db, clock),
    routes: seen.flatMap(routesIn),
    setupToken: async () => {
      const token = await app.setupLink()
      if (token === null) throw new Error('the school exists already')
      return token
    },
    close: async () => {
      await app.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
