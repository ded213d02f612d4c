import { afterEach, beforeEach, expect, it } from 'vitest'
import type { UserId } from '#shared/ids.ts'
import { IDLE_MS } from './sessions.ts'
import { type AccountsStage, accountsStage, setupForm } from './testing/accountsStage.ts'
import { adminAndTeacher } from './testing/adminAndTeacher.ts'

let stage: AccountsStage
let admin: UserId
let lin: UserId
beforeEach(async () => {
  stage = await accountsStage()
  ;({ admin, lin } = await adminAndTeacher(stage))
})
afterEach(() => stage.close())

const signIn = (login: string, cookie?: string) =>
  stage.ask('POST', '/session', { login, password: setupForm.password }, cookie)

it('[DR16] of many sessions that end by themselves each is closed, though one cannot be just now', async () => {
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

it('whoever signs out, or changes their password, has done so, though not all they had open can be closed yet', async () => {
  const { cookie } = await signIn('lin')
  stage.failing.add(lin)
  const next = 'a quite different one'
  const passwords = { old: setupForm.password, next }
  expect((await stage.ask('PUT', '/session/password', passwords, cookie)).status).toBe(200)
  expect((await stage.ask('DELETE', '/session', undefined, cookie)).status).toBe(200)
  expect(stage.ended).toEqual([])
  stage.failing.clear()
  await stage.feature.sweep()
  expect(stage.ended).toEqual([lin])
})

it('nor does an administrator hear of a failure when a password is reset or somebody put out', async () => {
  const { cookie } = await signIn('xuwen')
  stage.failing.add(lin)
  for (const what of ['password', 'disable'])
    expect((await stage.ask('POST', `/accounts/${lin}/${what}`, {}, cookie)).status).toBe(200)
  stage.failing.clear()
  await stage.feature.sweep()
  expect(stage.ended).toEqual([lin])
})

it('whoever signs in over another’s session comes in, though what that one had open cannot be closed yet', async () => {
  const { cookie } = await signIn('lin')
  stage.failing.add(lin)
  expect((await signIn('xuwen', cookie)).status).toBe(200)
  stage.failing.clear()
  await stage.feature.sweep()
  expect(stage.ended).toEqual([lin])
})
