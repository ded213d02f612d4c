import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callApp, callWell } from '#server/testing/callApp.ts'
import { dataHash } from '#server/testing/dataHash.ts'
import type { TestLesson } from '#server/testing/testLesson.ts'
import type { Endpoint } from '#shared/http/endpoint.ts'
import type { Lesson } from '#shared/lessons/model.ts'
import {
  type ActorName,
  actorNames,
  authorizationTable,
  openedByLink,
  strangers,
} from './authorizationTable.ts'
import { calls, signsOut, spends } from './calls.ts'
import {
  cellsOf,
  changedKeys,
  compareNames,
  faultsOfRefusal,
  faultsOfSuccess,
  routeOf,
} from './judge.ts'
import { type AuthorizationStage, authorizationStage, CANARY } from './stage.ts'

const contracts = import.meta.glob<Readonly<Record<string, unknown>>>(
  '../../shared/*/contract.ts',
  { eager: true },
)

const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === 'object' &&
  value !== null &&
  'method' in value &&
  'path' in value &&
  'access' in value

/** Every endpoint any contract exports. */
const promised = Object.values(contracts)
  .flatMap((contract) => Object.values(contract))
  .filter(isEndpoint)
  .map(({ method, path }) => `${method} ${path}`)

const rows = Object.keys(authorizationTable)
const rowsWith = (isWanted: (cell: string | number) => boolean): readonly string[] =>
  rows.filter((row) => [...cellsOf(authorizationTable[row]!).values()].some(isWanted))
const actorsIn = (row: string, isWanted: (cell: string | number) => boolean): ActorName[] =>
  actorNames.filter((actor) => isWanted(cellsOf(authorizationTable[row]!).get(actor)!))
const isOk = (cell: string | number) => cell === 'ok'
const isRefused = (cell: string | number) => cell !== 'ok'

let stage: AuthorizationStage
beforeAll(async () => {
  stage = await authorizationStage()
}, 60_000)
afterAll(() => stage?.app.close())

const call = async (row: string, actor: ActorName, around: TestLesson, route = routeOf(row)) => {
  const scene = stage.sceneOf(actor, around)
  const before = await dataHash(stage.app)
  const cookie = stage.cookieOf(actor)
  const answer = await callApp(stage.app, { ...calls[row]!(scene), route, cookie })
  return { ...answer, changed: changedKeys(before, await dataHash(stage.app)) }
}

describe('the table', () => {
  it('has a row for every route, and no other', () => {
    const table = [...new Set(rows.map(routeOf))]
    expect(compareNames({ table, app: stage.app.routes })).toEqual([])
    expect(stage.app.routes.length).toBeGreaterThan(50)
  })

  it('has every endpoint of every contract, and each is answered', () => {
    expect(Object.keys(contracts).length).toBeGreaterThanOrEqual(8)
    expect(promised.filter((name) => !stage.app.routes.includes(name))).toEqual([])
  })

  it('has a cell for every actor and a call for every row', () => {
    for (const row of rows) expect(() => cellsOf(authorizationTable[row]!), row).not.toThrow()
    expect(Object.keys(calls).sort()).toEqual([...rows].sort())
  })
})

describe('refused', () => {
  it.each(rowsWith(isRefused))('%s', async (row) => {
    const cells = cellsOf(authorizationTable[row]!)
    for (const actor of actorsIn(row, isRefused)) {
      const outcome = await call(row, actor, stage.lesson)
      expect(faultsOfRefusal(Number(cells.get(actor)), outcome, CANARY), actor).toEqual([])
    }
  })
})

describe('ids of a foreign lesson under an own one', () => {
  const crossed: readonly (readonly [string, ActorName, (keyof TestLesson)[]])[] = [
    ['PATCH /recordings/:recordingId/marks/:markId # resolved', 'teacherElsewhere', ['markId']],
    ['PATCH /recordings/:recordingId/marks/:markId # text', 'teacherElsewhere', ['markId']],
    ['DELETE /recordings/:recordingId/marks/:markId', 'teacherElsewhere', ['markId']],
    ['GET /recordings/:recordingId/parts/:partId', 'teacherElsewhere', ['partId']],
    ['GET /recordings/:recordingId/parts/:partId', 'guestElsewhere', ['partId']],
    [
      'PUT /recordings/:recordingId/segments/:segmentId/slices/:number',
      'teacherElsewhere',
      ['segmentId'],
    ],
    ['GET /plans/:planId/versions/:versionId', 'teacherElsewhere', ['versionId']],
    ['POST /plans/:planId/versions/:versionId/restore', 'teacherElsewhere', ['versionId']],
    ['POST /recordings/:recordingId/segments/:segmentId/levels', 'teacherElsewhere', ['segmentId']],
    ['POST /recordings/:recordingId/segments/:segmentId/close', 'teacherElsewhere', ['segmentId']],
  ]
  it.each(crossed)('%s by %s with the other’s %j', async (row, actor, keys) => {
    const taken = Object.fromEntries(keys.map((key) => [key, stage.lesson[key]]))
    const outcome = await call(row, actor, { ...stage.foreign, ...taken })
    expect(faultsOfRefusal(404, outcome, CANARY)).toEqual([])
  })

  it('a reply to a foreign mark', async () => {
    const { recordingId } = stage.foreign
    const before = await dataHash(stage.app)
    const { status, text } = await callApp(stage.app, {
      route: 'POST /recordings/:recordingId/marks',
      params: { recordingId },
      cookie: stage.cookieOf('teacherElsewhere'),
      body: {
        ...{ markId: 'a-new-mark', startMs: 0, endMs: 0, site: null, text: '？' },
        replyTo: stage.lesson.markId,
      },
    })
    const changed = changedKeys(before, await dataHash(stage.app))
    expect(faultsOfRefusal(404, { status, text, changed }, CANARY)).toEqual([])
  })
})

describe('reading', () => {
  const reads = rows.filter((row) => row.startsWith('GET '))

  it.each(reads)('%s changes nothing', async (row) => {
    for (const actor of ['lead', 'guest'] as const)
      for (const method of ['GET', 'HEAD', 'OPTIONS']) {
        const route = routeOf(row).replace('GET', method)
        const { changed } = await call(row, actor, stage.lesson, route)
        expect(changed, `${method} by ${actor}`).toEqual([])
      }
  })

  it('a lesson that nobody has opened yet changes nothing either', async () => {
    const cookie = stage.cookieOf('lead')
    const { answer } = await callWell<Lesson>(stage.app, {
      ...{ route: 'POST /lessons', cookie },
      body: calls['POST /lessons']!(stage.sceneOf('lead', stage.lesson)).body,
    })
    const { lessonId, planId } = answer
    const before = await dataHash(stage.app)
    const own = new Set([':lessonId', ':planId'])
    const unread = reads.filter((row) => {
      const named = row.match(/:\w+/g) ?? []
      return named.length > 0 && named.every((param) => own.has(param))
    })
    expect(unread.length).toBeGreaterThan(4)
    for (const row of unread) {
      const { query } = calls[row]!(stage.sceneOf('lead', stage.lesson))
      const { status } = await callApp(stage.app, {
        ...{ route: row, cookie, params: { lessonId, planId }, ...(query && { query }) },
      })
      expect(status, row).toBe(200)
    }
    expect(changedKeys(before, await dataHash(stage.app))).toEqual([])
  })
})

describe('allowed', () => {
  it.each(rowsWith(isOk))('%s', async (row) => {
    for (const actor of actorsIn(row, isOk)) {
      const around = spends.has(row) ? await stage.makeLesson() : stage.lesson
      const isHidden = strangers.has(actor) && !openedByLink.has(row)
      const outcome = await call(row, actor, around)
      expect(faultsOfSuccess(outcome, CANARY, isHidden), actor).toEqual([])
      // The fake media server's tickets begin so: only coming in gives one.
      expect(outcome.text.includes('"fake.'), actor).toBe(row.endsWith('/join'))
      if (signsOut.has(row)) await stage.signInAgain(actor)
    }
  })

  it('shows the canary to whom it belongs, so that its absence means something', async () => {
    const reads = ['GET /lessons', 'GET /plans/:planId/outline', 'GET /shares/page'] as const
    const { text: lessons } = await call(reads[0], 'lead', stage.lesson)
    const { text: plan } = await call(reads[1], 'viewer', stage.lesson)
    const { text: page } = await call(reads[2], 'guest', stage.lesson)
    expect(lessons).toContain(`${CANARY}-title`)
    expect(plan).toContain(`${CANARY}-plan`)
    expect(plan).toContain(`${CANARY}-comment`)
    expect(page).toContain(`${CANARY}-mark`)
  })
})

describe('the judge', () => {
  const good = { status: 404, text: '{}', changed: [] }

  it('passes a refusal as it should be', () => {
    expect(faultsOfRefusal(404, good, CANARY)).toEqual([])
  })

  it('goes red for another status, a word too many and a changed table', () => {
    expect(faultsOfRefusal(404, { ...good, status: 200 }, CANARY)).toHaveLength(1)
    expect(faultsOfRefusal(404, { ...good, status: 403 }, CANARY)).toHaveLength(1)
    expect(faultsOfRefusal(404, { ...good, text: `${CANARY}-mark` }, CANARY)).toHaveLength(1)
    expect(faultsOfRefusal(404, { ...good, changed: ['mark'] }, CANARY)).toHaveLength(1)
    expect(faultsOfSuccess(good, CANARY, false)).toHaveLength(1)
    expect(faultsOfSuccess({ status: 200, text: CANARY }, CANARY, true)).toHaveLength(1)
  })

  it('goes red for the real app when one cell is flipped', async () => {
    const row = 'GET /lessons/:lessonId'
    const flipped = cellsOf('401 401 401  ok 404 404  404 ok ok ok  ok ok')
    const right = cellsOf(authorizationTable[row]!)
    const wrong = actorNames.filter((actor) => flipped.get(actor) !== right.get(actor))
    expect(wrong).toEqual(['teacherElsewhere', 'viewer'])
    const stranger = await call(row, 'teacherElsewhere', stage.lesson)
    expect(faultsOfSuccess(stranger, CANARY, true)).not.toEqual([])
    const viewer = await call(row, 'viewer', stage.lesson)
    expect(faultsOfRefusal(404, viewer, CANARY)).not.toEqual([])
  })

  it('names what one side lacks, and takes no row with a cell missing', () => {
    const sides = { table: ['GET /a', 'GET /b'], app: ['GET /b', 'GET /c'] }
    expect(compareNames(sides)).toEqual(['no row: GET /c', 'no route: GET /a'])
    expect(() => cellsOf('ok ok 404')).toThrow()
    expect(() => cellsOf(`${'ok '.repeat(11)} maybe`)).toThrow()
  })

  it('sees a single changed byte, a new table and a new file', async () => {
    const { db, storage } = stage.app.drivers
    const before = await dataHash(stage.app)
    await db.updateTable('mark').set({ text: 'x' }).where('id', '=', stage.foreign.markId).execute()
    await db.schema.createTable('unknown').addColumn('id', 'text').execute()
    await storage.write('slides/planted', new Uint8Array(1))
    const after = await dataHash(stage.app)
    expect([...changedKeys(before, after)].sort()).toEqual(['files', 'mark', 'unknown'])
    await db.schema.dropTable('unknown').execute()
  })
})
