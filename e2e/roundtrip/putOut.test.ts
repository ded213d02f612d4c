import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type FakeMediaServer, fakeMediaServer } from '#server/platform/livekit/fakeMediaServer.ts'
import { type AppRequest, callWell } from '#server/testing/callApp.ts'
import { type TestApp, testApp } from '#server/testing/testApp.ts'
import {
  signIn,
  type TestDistricts,
  type TestPerson,
  testDistricts,
} from '#server/testing/testDistricts.ts'
import { type TestLesson, testLesson } from '#server/testing/testLesson.ts'
import type { DeviceId } from '#shared/ids.ts'

/** Whatever ends somebody's access ends their sound and picture in the same breath. */
let app: TestApp
let media: FakeMediaServer
let districts: TestDistricts
let lesson: TestLesson
beforeAll(async () => {
  media = fakeMediaServer({ now: () => 0 })
  app = await testApp({ media })
  districts = await testDistricts(app)
  const { orgs, lead, assist } = districts
  lesson = await testLesson(app, { groupId: orgs.group, lead, assist, canary: 'lesson' })
})
afterAll(() => app?.close())

const deskOf = ({ login }: TestPerson) => `desk_of_${login}` as DeviceId
const isIn = (person: TestPerson): boolean =>
  [...media.rooms.values()].some((room) => room.has(`${person.userId}:${deskOf(person)}`))

/** By ticket into the media room; no page, no socket, so that nothing but the server can end it. */
const enter = async (person: TestPerson): Promise<TestPerson> => {
  const cookie = await signIn(app, person.login)
  await callWell(app, {
    route: 'POST /classrooms/:classroomId/join',
    params: { classroomId: lesson.classroomId },
    cookie,
    body: { deviceId: deskOf(person), surface: 'console', publishes: true },
  })
  const ticket = media.tickets.at(-1)!
  media.join(ticket.room, ticket.userId, ticket.deviceId)
  return { ...person, cookie }
}

let lead: TestPerson
let assist: TestPerson
beforeEach(async () => {
  lead = await enter(districts.lead)
  assist = await enter(districts.assist)
})

const expectAssistOut = async (request: AppRequest): Promise<void> => {
  expect([isIn(lead), isIn(assist)]).toEqual([true, true])
  await callWell(app, request)
  expect([isIn(lead), isIn(assist)]).toEqual([true, false])
}

it('signing out', () => expectAssistOut({ route: 'DELETE /session', cookie: assist.cookie }))

it('an account changed by an administrator', () =>
  expectAssistOut({
    route: 'PATCH /accounts/:userId',
    params: { userId: assist.userId },
    cookie: districts.admin.cookie,
    body: { name: '改名' },
  }))

it('a disabled account', async () => {
  const account = { params: { userId: assist.userId }, cookie: districts.admin.cookie }
  await expectAssistOut({ route: 'POST /accounts/:userId/disable', ...account })
  await callWell(app, { route: 'POST /accounts/:userId/enable', ...account })
})

it('another role on the lesson', () =>
  expectAssistOut({
    route: 'PUT /lessons/:lessonId/members/:userId',
    params: { lessonId: lesson.lessonId, userId: assist.userId },
    cookie: lead.cookie,
    body: { role: 'assist' },
  }))
