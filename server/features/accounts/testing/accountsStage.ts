import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createActors } from '#server/platform/http/actors.ts'
import { createHttp } from '#server/platform/http/createHttp.ts'
import { memoryFailures } from '#server/platform/limits/memoryFailures.ts'
import { createLog } from '#server/platform/log.ts'
import type { SampleLoader } from '#server/platform/ports/People.ts'
import { testDb } from '#server/testing/testDb.ts'
import type { Account, Me, Org } from '#shared/accounts/model.ts'
import { accountsFeature } from '../index.ts'

/** What any answer of this slice may hold; a test looks at what it expects. */
type Answer = Me &
  Pick<Account, 'disabledAt'> & {
    readonly code: string
    readonly data: unknown
    readonly ok: boolean
    readonly orgId: string
    readonly account: Account
    readonly accounts: readonly Account[]
    readonly orgs: readonly Org[]
    readonly password: string
    readonly key: string
    readonly me: Me
    readonly samplePeople: unknown
    readonly people: readonly { readonly name: string }[]
  }

/** The slice behind real HTTP on a real in-memory database, with a clock to turn. */
export const accountsStage = async (sample: Partial<SampleLoader> = {}) => {
  const db = await testDb()
  const time = { nowMs: Date.UTC(2026, 8, 9, 1, 0) }
  const ended: string[] = []
  const socketsEnded: string[] = []
  const removed: string[] = []
  /** Whose sound and picture cannot be ended just now. */
  const failing = new Set<string>()
  const log = createLog('silent')
  const clock = { now: () => time.nowMs }
  const feature = accountsFeature({
    ...{ db, clock, failures: memoryFailures(clock) },
    log,
    dataDir: '',
    sample: {
      load: async () => [],
      remove: async () => void removed.push('sample'),
      isLoaded: async () => false,
      ...sample,
    },
    onSessionsEnded: async (userId) => {
      if (failing.has(userId)) throw new Error('the database is away')
      ended.push(userId)
    },
    endSockets: (userId) => void socketsEnded.push(userId),
  })
  const actors = createActors({ ...feature.actors, guest: async () => null }, () => false)
  const settings = { tls: false, trustProxy: false, rateLimitPerMinute: 10_000, pagesDir: null }
  const server = createServer(createHttp({ settings, routes: feature.routes, actors, log }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`
  const ask = async (method: string, path: string, body?: unknown, cookie?: string) => {
    const response = await fetch(base + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(cookie === undefined ? {} : { cookie }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const setCookie = response.headers.get('set-cookie')
    return {
      status: response.status,
      body: (await response.json()) as Answer,
      setCookie,
      cookie: setCookie?.split(';')[0],
    }
  }
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await db.destroy()
  }
  return { db, time, ended, socketsEnded, removed, failing, feature, ask, close }
}
export type AccountsStage = Awaited<ReturnType<typeof accountsStage>>

export const setupForm = {
  school: '城关小学',
  district: '云溪区',
  stage: 'primary',
  lessonMinutes: 40,
  adminName: '许文',
  login: 'XuWen',
  password: '春天里的第一节课',
  withSample: false,
}
