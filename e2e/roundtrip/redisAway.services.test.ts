import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ClusterStage, clusterStage } from '#e2e/support/clusterStage.ts'
import { type Service, startRedis } from '#e2e/support/startServices.ts'
import type { Studio } from '#e2e/support/startStudio.ts'
import { type StockWriter, stockWriter } from '#e2e/support/stockWriter.ts'
import { until } from '#e2e/support/until.ts'
import { type Db, openPostgresDb } from '#server/platform/db/Db.ts'
import { newId } from '#server/platform/ids.ts'
import { problemSchema } from '#shared/errors/problem.ts'

let redis: Service
let stage: ClusterStage
let db: Db
beforeAll(async () => {
  redis = await startRedis()
  stage = await clusterStage({ REDIS_URL: redis.url })
  db = await openPostgresDb({ url: stage.shared.DATABASE_URL, poolSize: 1 })
}, 120_000)
afterAll(async () => {
  await db?.destroy()
  await stage?.stop()
  await redis?.stop()
})

const writers = new Set<StockWriter>()
const enter = (node: Studio, name: string, mark: string): StockWriter => {
  const { cookie } = stage.lead
  const writer = stockWriter({ origin: node.url, name, cookie, mark })
  writers.add(writer)
  return writer
}
const isSaved = ({ saved, written }: StockWriter) => saved.has(written.at(-1) ?? '')

type Lesson = Awaited<ReturnType<ClusterStage['makeLesson']>>
/** Open on node a, whose it is therefore. */
let open: Lesson
/** Nobody's. */
let shut: Lesson
let owner: StockWriter
beforeEach(async () => {
  open = await stage.makeLesson('开着')
  shut = await stage.makeLesson('关着')
  owner = enter(stage.a, `plan:${open.planId}`, 'owner')
  const comments = enter(stage.a, `comments:${open.planId}`, 'comments')
  await until('it is open', () => [owner, comments].every(({ provider }) => provider.synced))
  await redis.kill()
})
afterEach(async () => {
  for (const writer of writers) writer.leave()
  writers.clear()
  await redis.restart()
  await until('a lesson can be made again', () =>
    stage.makeLesson('又连上了').then(
      () => true,
      () => false,
    ),
  )
})

const ask = (node: Studio, method: string, path: string, body?: unknown) =>
  fetch(`${node.url}/api${path}`, {
    method,
    headers: { cookie: stage.lead.cookie, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
/** Rows that a lesson is made of. */
const rows = () =>
  Promise.all(
    (['lesson', 'plan', 'activity'] as const).map(
      async (table) => (await db.selectFrom(table).selectAll().execute()).length,
    ),
  )

test('what needs a document nobody has says so, when to try again, and leaves nothing half made', async () => {
  const before = await rows()
  for (const node of [stage.a, stage.b]) {
    for (const [method, path, body] of [
      ['POST', '/lessons', stage.lessonForm('做不成')],
      ['GET', `/plans/${shut.planId}/outline`, undefined],
    ] as const) {
      const response = await ask(node, method, path, body)
      const problem = problemSchema.parse(await response.json())
      expect([response.status, problem.code]).toEqual([503, 'redis-away'])
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
    }
  }
  expect(await rows()).toEqual(before)
})

test('a document that is open is reached from every node: pages, versions, newcomers', async () => {
  const there = enter(stage.b, `plan:${open.planId}`, 'there')
  await until('the newcomer is in', () => there.provider.synced)
  there.write()
  await until('and is safe', () => isSaved(there))
  await until('and seen', () => owner.text().includes(there.written[0] ?? '-'))
  for (const node of [stage.a, stage.b]) {
    const { status } = await ask(node, 'GET', `/plans/${open.planId}/outline`)
    const kept = { versionId: newId(), label: `由 ${node.url} 保存` }
    const named = await ask(node, 'POST', `/plans/${open.planId}/versions`, kept)
    expect([status, named.status]).toEqual([200, 200])
  }
  expect([...owner.codes, ...there.codes]).toEqual([])
})

test('who comes to a document nobody has is sent back for another try, and is in when Redis is', async () => {
  const early = enter(stage.b, `plan:${shut.planId}`, 'early')
  await until('it is refused', () => early.codes.length > 1)
  expect(new Set(early.codes)).toEqual(new Set([4507]))
  await redis.restart()
  try {
    await until('it is in by itself', () => early.provider.synced)
    early.write()
    await until('and safe', () => isSaved(early))
  } finally {
    await redis.kill()
  }
})

test('what needs no document goes on: sessions, lists, roles', async () => {
  for (const node of [stage.a, stage.b]) {
    await stage.setRole(open.lessonId, stage.other, 'viewer', node)
    expect((await ask(node, 'GET', '/home')).status).toBe(200)
  }
})
