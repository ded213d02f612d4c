import { afterEach, beforeEach, expect, it } from 'vitest'
import type { UserId } from '#shared/ids.ts'
import { IDLE_MS } from './sessions.ts'
import { type AccountsStage, accountsStage, setupForm } from './testing/accountsStage.ts'

let stage: AccountsStage
let admin: UserId
let lin: UserId
beforeEach(async () => {
  stage = await accountsStage()
  const token = await stage.feature.setupLink()
  const { body } = await stage.ask('POST', '/setup', { ...setupForm, token })
  admin = body.me.userId
  lin = await stage.feature.queries.createPerson({
    ...{ name: '林若溪', login: 'lin', password: setupForm.password, hue: 'lin' },
    ...{ isAdmin: false, isSample: false },
    memberships: [{ orgId: body.me.memberships[0]!.orgId, role: 'teacher' }],
  })
})
afterEach(() => stage.close())

const signIn = (login: string, cookie?: string) =>
  stage.ask('POST', '/session', { login, password: setupForm.password }, cookie)

it('of many sessions that end by themselves each is closed, though one cannot be just now', async () => {
  await signIn('lin')
  stage.time.nowMs += IDLE_MS
  for (const failing of [admin, lin]) {
    stage.failing.clear()
    stage.failing.add(failing)
    await stage.feature.sweep()
  }
  stage.failing.clear()
  await stage.feature.sweep()
  await stage.feature.sweep()
  expect([...stage.ended].sort()).toEqual([admin, lin].sort())
})

it('whoever signs in over another’s session comes in, though what that one had open cannot be closed yet', async () => {
  const { cookie } = await signIn('lin')
  stage.failing.add(lin)
  expect((await signIn('xuwen', cookie)).status).toBe(200)
  stage.failing.clear()
  await stage.feature.sweep()
  expect(stage.ended).toEqual([lin])
})
