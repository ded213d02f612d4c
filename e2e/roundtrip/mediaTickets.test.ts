import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { livekitMediaServer } from '#server/platform/livekit/livekitMediaServer.ts'
import type { MediaLink } from '#server/platform/livekit/MediaLink.ts'
import { createLog } from '#server/platform/log.ts'
import { callApp, callWell } from '#server/testing/callApp.ts'
import { type TestApp, testApp } from '#server/testing/testApp.ts'
import {
  type TestDistricts,
  type TestPerson,
  testDistricts,
} from '#server/testing/testDistricts.ts'
import { type TestLesson, testLesson } from '#server/testing/testLesson.ts'

/** Answers what the media server's API answers to "make this room"; signing needs no server at all. */
const rooms: Server = createServer((_request, response) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
)

const link = (): MediaLink => ({
  start: () => undefined,
  address: () => `http://127.0.0.1:${(rooms.address() as AddressInfo).port}`,
  credentials: () => ({ apiKey: 'key', apiSecret: 's'.repeat(32) }),
  status: () => ({ state: 'ready', detail: '' }),
  onStatus: () => () => undefined,
  close: async () => undefined,
})

let app: TestApp
let districts: TestDistricts
let lesson: TestLesson
beforeAll(async () => {
  rooms.listen(0, '127.0.0.1')
  await once(rooms, 'listening')
  app = await testApp({ media: livekitMediaServer({ link: link(), log: createLog('silent') }) })
  districts = await testDistricts(app)
  const { orgs, lead, assist, editor, viewer } = districts
  const others = [
    [editor, 'editor'],
    [viewer, 'viewer'],
  ] as const
  lesson = await testLesson(app, { groupId: orgs.group, lead, assist, others, canary: 'lesson' })
})
afterAll(async () => {
  await app?.close()
  rooms.close()
})

const join = (person: TestPerson, deviceId: string, publishes: boolean) => ({
  route: 'POST /classrooms/:classroomId/join',
  params: { classroomId: lesson.classroomId },
  cookie: person.cookie,
  body: { deviceId, surface: 'console', publishes },
})

const claimsOf = async (person: TestPerson, deviceId: string, publishes: boolean) => {
  const { answer } = await callWell<{ readonly ticket: { readonly token: string } }>(
    app,
    join(person, deviceId, publishes),
  )
  return JSON.parse(
    Buffer.from(answer.ticket.token.split('.')[1]!, 'base64url').toString('utf8'),
  ) as { readonly video: { readonly room: string }; readonly exp: number; readonly nbf: number }
}

/** Everything the token may hold: reliability.md §2.5 with nothing beside it. */
const expectGrants = async (
  person: TestPerson,
  device: { readonly deviceId: string; readonly publishes: boolean },
  sources: readonly string[],
): Promise<void> => {
  const claims = await claimsOf(person, device.deviceId, device.publishes)
  expect(claims).toEqual({
    iss: 'key',
    sub: `${person.userId}:${device.deviceId}`,
    name: person.login,
    nbf: expect.any(Number),
    exp: claims.nbf + 600,
    video: {
      room: expect.stringMatching(/^[\w-]{22}$/),
      roomJoin: true,
      canSubscribe: true,
      canPublish: sources.length > 0,
      canPublishSources: sources,
      canPublishData: sources.length > 0,
    },
  })
}

const camera = ['camera', 'microphone']
const screen = ['screen_share', 'screen_share_audio']

it('gives the lead everything a lesson needs, and a device that only watches nothing', async () => {
  const { lead } = districts
  await expectGrants(lead, { deviceId: 'desk_0001', publishes: true }, [...camera, ...screen])
  await expectGrants(lead, { deviceId: 'phone_001', publishes: false }, [])
})

it('gives the far room camera and microphone', () =>
  expectGrants(districts.assist, { deviceId: 'far_00001', publishes: true }, camera))

it('gives who observes nothing to send, whatever they ask for', async () => {
  await expectGrants(districts.editor, { deviceId: 'watch_001', publishes: true }, [])
  await expectGrants(districts.researcher, { deviceId: 'watch_002', publishes: true }, [])
})

it('takes the right to send from a desk whose site another device has taken over', async () => {
  const { lead } = districts
  await expectGrants(lead, { deviceId: 'desk_0002', publishes: true }, [...camera, ...screen])
  await expectGrants(lead, { deviceId: 'desk_0001', publishes: true }, [])
})

it('gives nobody a ticket who may not come in', async () => {
  const { viewer, neighbour, admin, teacherElsewhere } = districts
  for (const person of [viewer, neighbour, admin, teacherElsewhere]) {
    const { status, text } = await callApp(app, join(person, 'stranger1', true))
    expect([403, 404], person.login).toContain(status)
    expect(text).not.toContain('eyJ')
  }
})
