import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Actor, Person } from '#shared/access/actor.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { Problem } from '#shared/errors/problem.ts'
import { endpoint } from '#shared/http/endpoint.ts'
import type { OrgId, UserId } from '#shared/ids.ts'
import { createLog } from '../log.ts'
import { createActors } from './actors.ts'
import { createHttp } from './createHttp.ts'
import { type Route, serve } from './route.ts'

const person: Person = {
  kind: 'person',
  hue: 'lin',
  userId: 'user-lin-0001' as UserId,
  name: '林若溪',
  memberships: [{ orgId: 'org-group-01' as OrgId, orgKind: 'group', role: 'teacher' }],
  isAdmin: false,
}

const echo = endpoint({
  method: 'POST',
  path: '/echo/:word',
  access: 'person',
  body: z.strictObject({ count: z.number().int().min(1) }),
  response: z.object({ word: z.string(), count: z.number(), by: z.string() }),
})

const leaky = endpoint({
  method: 'GET',
  path: '/leaky',
  access: 'anyone',
  response: z.object({ ok: z.boolean() }),
})
const failing = endpoint({
  method: 'GET',
  path: '/failing',
  access: 'anyone',
  response: z.object({}),
})
const refused = endpoint({
  method: 'GET',
  path: '/refused',
  access: 'anyone',
  response: z.object({}),
})
const adminOnly = endpoint({
  method: 'GET',
  path: '/admin',
  access: 'admin',
  response: z.object({}),
})

const routes: readonly Route[] = [
  serve(echo, async ({ params, body, actor }) => ({
    word: params.word,
    count: body.count,
    by: actor.kind === 'person' ? actor.name : '',
  })),
  serve(leaky, async () => ({ ok: true, secret: 'hidden' }) as { ok: boolean }),
  serve(failing, async () => {
    throw new Error('db down at 10.0.0.7')
  }),
  serve(refused, async () => {
    throw new AppError('accounts/wrong-password', { data: { left: 4 } })
  }),
  serve(adminOnly, async () => ({})),
]

/** What SQLite says when there is no room. */
const fullDatabase = (): unknown => {
  const database = new DatabaseSync(':memory:')
  database.exec('create table t (x); pragma max_page_count = 2')
  try {
    database.prepare('insert into t values (?)').run('x'.repeat(10_000))
    return null
  } catch (thrown) {
    return thrown
  } finally {
    database.close()
  }
}

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

const settings = { tls: false, trustProxy: false, rateLimitPerMinute: 100, pagesDir: null }

const startWith = async (more: Partial<Parameters<typeof createHttp>[0]> = {}): Promise<string> => {
  const actors = createActors(
    {
      person: async (token): Promise<Actor | null> => (token === 'good' ? person : null),
      guest: async () => null,
    },
    () => false,
  )
  const server = createServer(
    createHttp({ settings, routes, actors, log: createLog('silent'), ...more }),
  )
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const cookie = 'yanke-session=good'
const post = (origin: string, headers: Record<string, string>, body: string) =>
  fetch(`${origin}/api/echo/hello`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })

describe('routes', () => {
  it('says that the disk is full, however deep what failed says so', async () => {
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    const postgres = Object.assign(new Error('could not extend file'), { code: '53100' })
    for (const cause of [full, fullDatabase(), postgres, new AppError('storage-full')]) {
      const origin = await startWith({
        routes: [
          serve(failing, async () => {
            throw new Error('the version could not be kept', {
              cause: new Error('it could not be saved', { cause }),
            })
          }),
        ],
      })
      const answer = await fetch(`${origin}/api/failing`)
      const { code } = (await answer.json()) as Problem
      expect([answer.status, code]).toEqual([507, 'storage-full'])
    }
  })

  it('answers a person with what the contract says, and nothing more', async () => {
    const origin = await startWith()
    const answer = await post(origin, { cookie, origin }, JSON.stringify({ count: 2 }))
    expect((await answer.json()) as Problem).toEqual({ word: 'hello', count: 2, by: '林若溪' })
    const leakyAnswer = await fetch(`${origin}/api/leaky`)
    expect(await leakyAnswer.json()).toEqual({ ok: true })
  })

  it('names every wrong field of a bad body', async () => {
    const origin = await startWith()
    const answer = await post(origin, { cookie }, JSON.stringify({ count: 0, extra: true }))
    const problem = (await answer.json()) as Problem
    expect([answer.status, problem.code]).toEqual([400, 'invalid-request'])
    expect((problem.data as { path: string }[]).map((issue) => issue.path)).toEqual([
      'body.count',
      'body',
    ])
  })

  it('refuses who is not signed in, and who is no administrator', async () => {
    const origin = await startWith()
    expect((await post(origin, {}, '{"count":1}')).status).toBe(401)
    expect((await fetch(`${origin}/api/admin`, { headers: { cookie } })).status).toBe(403)
  })

  it('refuses what another site sends with our cookie', async () => {
    const origin = await startWith()
    for (const foreign of ['http://evil.example', 'null', `${origin}.evil.example`]) {
      const answer = await post(origin, { cookie, origin: foreign }, '{"count":1}')
      expect(((await answer.json()) as Problem).code).toBe('wrong-origin')
    }
    const crossSite = await post(origin, { cookie, 'sec-fetch-site': 'cross-site' }, '{"count":1}')
    expect(crossSite.status).toBe(403)
  })

  it('keeps a defect’s words to itself and gives a number to quote', async () => {
    const origin = await startWith()
    const answer = await fetch(`${origin}/api/failing`)
    const text = await answer.text()
    expect(answer.status).toBe(500)
    expect(text).not.toContain('db down')
    expect(JSON.parse(text).instance).toBe(answer.headers.get('x-request-id'))
  })

  it('answers a named refusal with its code and data', async () => {
    const origin = await startWith()
    const problem = (await (await fetch(`${origin}/api/refused`)).json()) as Problem
    expect(problem).toMatchObject({
      code: 'accounts/wrong-password',
      status: 401,
      data: { left: 4 },
    })
  })

  it('answers malformed and oversized JSON without falling over', async () => {
    const origin = await startWith()
    expect((await post(origin, { cookie }, '{"count":')).status).toBe(400)
    expect(
      (await post(origin, { cookie }, JSON.stringify({ pad: 'x'.repeat(1_100_000) }))).status,
    ).toBe(413)
    expect((await post(origin, { cookie }, '{"count":1}')).status).toBe(200)
  })

  it('limits one address, and says when to come back', async () => {
    const origin = await startWith({ settings: { ...settings, rateLimitPerMinute: 3 } })
    const statuses: number[] = []
    for (let i = 0; i < 5; i += 1) statuses.push((await fetch(`${origin}/api/leaky`)).status)
    expect(statuses).toEqual([200, 200, 200, 429, 429])
  })

  it('sends the headers that keep pages and files harmless', async () => {
    const origin = await startWith()
    const { headers } = await fetch(`${origin}/api/leaky`)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-powered-by')).toBeNull()
  })
})

describe('policies', () => {
  it('stop the boot for a route that has none', async () => {
    await expect(
      startWith({
        plant: (api) =>
          void api.get('/planted', (_request, response) => void response.send('open')),
      }),
    ).rejects.toThrow('route without a policy: get /planted')
  })

  it('an unknown path is a problem, not a page', async () => {
    const origin = await startWith()
    expect(((await (await fetch(`${origin}/api/nowhere`)).json()) as Problem).code).toBe(
      'not-found',
    )
  })
})
