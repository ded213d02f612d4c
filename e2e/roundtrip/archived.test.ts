import { afterAll, beforeAll, expect, it } from 'vitest'
import { callApp, callWell } from '#server/testing/callApp.ts'
import { dataHash } from '#server/testing/dataHash.ts'
import { editDoc } from '#server/testing/editDoc.ts'
import type { TestLesson } from '#server/testing/testLesson.ts'
import type { Lesson } from '#shared/lessons/model.ts'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { addMessage, threadsMap } from '#shared/plans/threads.ts'
import { docName } from '#shared/sync/docName.ts'
import { authorizationTable } from './authorizationTable.ts'
import { calls } from './calls.ts'
import { changedKeys, routeOf } from './judge.ts'
import { type AuthorizationStage, authorizationStage } from './stage.ts'

/** An archived lesson is as it was left: its own lead reads everything and changes nothing. */
let stage: AuthorizationStage
let lesson: TestLesson
const archive = (archived: boolean) =>
  callWell<Lesson>(stage.app, {
    route: 'POST /lessons/:lessonId/archive',
    params: { lessonId: lesson.lessonId },
    cookie: stage.cookieOf('lead'),
    body: { archived },
  })
beforeAll(async () => {
  stage = await authorizationStage()
  lesson = await stage.makeLesson()
  await archive(true)
}, 60_000)
afterAll(() => stage?.app.close())

/** What belongs to a lesson, by the ids in its path. */
const ofLesson = Object.keys(authorizationTable).filter((row) =>
  /:(lessonId|planId|classroomId|recordingId)/.test(row),
)
/** What an archive is for (it is looked at, shown, taken out), and filmed evidence still on its way. */
const staysOpen = [
  'POST /lessons/:lessonId/archive',
  'POST /lessons/:lessonId/shares',
  'PUT /recordings/:recordingId/segments/:segmentId/slices/:number',
  'POST /recordings/:recordingId/segments/:segmentId/levels',
  'POST /recordings/:recordingId/segments/:segmentId/close',
]
/** Reading the class itself is for those in it. */
const liveOnly = 'GET /classrooms/:classroomId'

const ask = async (row: string) => {
  const before = await dataHash(stage.app)
  const answer = await callApp(stage.app, {
    ...calls[row]!(stage.sceneOf('lead', lesson)),
    ...{ route: routeOf(row), cookie: stage.cookieOf('lead') },
  })
  return { ...answer, changed: changedKeys(before, await dataHash(stage.app)) }
}

it.each(
  ofLesson.filter(
    (row) => row === liveOnly || (!row.startsWith('GET') && !staysOpen.includes(row)),
  ),
)('refuses %s and says why', async (row) => {
  const { status, text, changed } = await ask(row)
  expect([status, JSON.parse(text).code]).toEqual([409, 'lessons/archived'])
  expect(changed).toEqual([])
})

it.each(ofLesson.filter((row) => row.startsWith('GET') && row !== liveOnly))(
  'still answers %s',
  async (row) => expect((await ask(row)).status).toBeLessThan(300),
)

const outline = async (): Promise<string> => (await ask('GET /plans/:planId/outline')).text

const typeInto = (kind: 'plan' | 'comments', words: string) =>
  editDoc(stage.app, stage.cookieOf('lead')!, docName(kind, lesson.planId), (doc) => {
    if (kind === 'plan') return doc.getXmlFragment(PLAN_BODY).delete(0, 1)
    const [threadId] = threadsMap(doc).keys()
    const { lead } = stage
    const at = '2026-09-09T01:00:00.000Z'
    addMessage(doc, threadId!, {
      ...{ id: `message-${words}`, at, text: words },
      ...{ authorId: lead.userId, authorName: lead.login },
    })
  })

it('takes no word into plan or comments through their sockets', async () => {
  const before = await outline()
  await typeInto('plan', '')
  await typeInto('comments', 'refused')
  expect(await outline()).toBe(before)
})

it('is as open as before when it is taken out', async () => {
  const { answer } = await archive(false)
  expect(answer.abilities).toContain('editPlan')
  await typeInto('comments', 'taken')
  expect(await outline()).toContain('taken')
  expect((await ask('PATCH /lessons/:lessonId')).status).toBe(200)
})
