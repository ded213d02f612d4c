import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createHttp } from '#server/platform/http/createHttp.ts'
import { createLog } from '#server/platform/log.ts'
import type { Actor } from '#shared/access/actor.ts'
import type { VersionId } from '#shared/ids.ts'
import type { LessonAbility } from '#shared/lessons/model.ts'
import { person, planId } from '../testing.ts'
import { nameVersion } from '../versions/nameVersion.ts'
import { historyForTest } from './testing.ts'

/** An answer about the past may take a minute, and what one may do can end in that minute. */
const LIN = 'user-lin-0001'
const lin = person(LIN, '林若溪')
const writes: readonly LessonAbility[] = ['view', 'editPlan', 'comment']
const versionId = 'version-0001' as VersionId

let test: Awaited<ReturnType<typeof historyForTest>>
let abilities: Record<string, readonly LessonAbility[]>
beforeEach(async () => {
  abilities = { [LIN]: writes }
  test = await historyForTest(abilities)
})
afterEach(() => test.stop())

const name = (parts = test.parts) =>
  nameVersion(parts, async () => lin, planId, { versionId, label: '初稿', note: '' })

it('a version is not named by whoever may not write when it is ready', async () => {
  const { thread } = test.parts
  const state: typeof thread.state = async (job) => {
    abilities[LIN] = ['view']
    return thread.state(job)
  }
  await expect(name({ ...test.parts, thread: { state } as typeof thread })).rejects.toThrow(
    'forbidden',
  )
  expect(await test.parts.versions.list(planId)).toEqual([])
})

it.each([
  'state',
  'comments/state',
  'contribution',
  'deletions?items=1.0',
  `versions/${versionId}`,
])('%s is told to nobody whose session ends before it is ready', async (what) => {
  await name()
  let asked = 0
  const actorOf = async (): Promise<Actor> => {
    asked += 1
    return asked === 1 ? lin : { kind: 'anyone' }
  }
  const settings = { tls: false, trustProxy: false, rateLimitPerMinute: 1000, pagesDir: null }
  const { routes } = test.feature
  const http = createHttp({ settings, routes, actors: { actorOf }, log: createLog('silent') })
  const server = http.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { status } = await fetch(`http://127.0.0.1:${port}/api/plans/${planId}/${what}`)
  expect(status).toBe(401)
  server.closeAllConnections()
  server.close()
})
