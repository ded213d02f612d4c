import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { z } from 'zod'
import { type ClusterStage, clusterStage } from '#e2e/support/clusterStage.ts'
import { callStudio } from '#e2e/support/studioApi.ts'
import { until } from '#e2e/support/until.ts'

let stage: ClusterStage
beforeAll(async () => {
  stage = await clusterStage()
}, 120_000)
afterAll(() => stage?.stop())

const classroomSchema = z.object({ classroomId: z.string() })
const stateSchema = z.object({
  phase: z.string(),
  page: z.number(),
  people: z.array(z.object({ userId: z.string(), surface: z.string() })),
})

/** A classroom's document as a page of that node has it. */
const enter = async (url: string, classroomId: string, device: string) => {
  const { cookie } = stage.lead
  class Socket extends WebSocket {
    constructor(address: string) {
      super(address, { headers: { cookie } })
    }
  }
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(
    `${url.replace('http', 'ws')}/ws/docs`,
    `classroom:${classroomId}`,
    doc,
    {
      WebSocketPolyfill: Socket as unknown as typeof globalThis.WebSocket,
      params: { device },
      disableBc: true,
    },
  )
  await until(`${device} is in`, () => provider.synced)
  return { provider, state: () => stateSchema.parse(doc.getMap('state').toJSON()) }
}

test('a lesson is taught over two nodes: who opens, joins, commands and watches, on whichever', async () => {
  const { lessonId } = await stage.makeLesson('两台服务器上的一堂课')
  const open = (node: typeof stage.a) =>
    callStudio(node.url, classroomSchema, {
      ...{ method: 'POST', path: `/lessons/${lessonId}/classroom`, cookie: stage.lead.cookie },
    })
  const opened = await Promise.all([open(stage.a), open(stage.b)])
  const [{ classroomId }, other] = opened.map(({ answer }) => answer) as [
    z.output<typeof classroomSchema>,
    z.output<typeof classroomSchema>,
  ]
  expect(other.classroomId).toBe(classroomId)
  const here = await enter(stage.a.url, classroomId, 'device-aaaa')
  const there = await enter(stage.b.url, classroomId, 'device-bbbb')
  const call = (node: typeof stage.a, path: string, body: unknown) =>
    callStudio(node.url, z.unknown(), {
      ...{ method: 'POST', path: `/classrooms/${classroomId}/${path}`, body },
      cookie: stage.lead.cookie,
    })
  // Joined at the node that has not the room: the other one shows it all the same.
  await call(stage.b, 'join', { deviceId: 'device-aaaa', surface: 'console', publishes: true })
  await call(stage.a, 'join', { deviceId: 'device-bbbb', surface: 'screen', publishes: false })
  const surfaces = (state: z.output<typeof stateSchema>) =>
    state.people.map(({ surface }) => surface).sort()
  await until('both are seen on both', () =>
    [here, there].every(({ state }) => surfaces(state()).join() === 'console,screen'),
  )
  here.provider.destroy()
  await until(
    'who left is missed on the other node',
    () => surfaces(there.state()).join() === 'screen',
  )
  there.provider.destroy()
})
