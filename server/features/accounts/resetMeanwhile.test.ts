import { afterEach, beforeEach, expect, it } from 'vitest'
import { memoryFailures } from '#server/platform/limits/memoryFailures.ts'
import type { UserId } from '#shared/ids.ts'
import { disableAccount } from './disableAccount.ts'
import { accountRepo } from './repo.ts'
import { resetPassword } from './resetPassword.ts'
import { sessionRepo } from './sessionRepo.ts'
import { signIn } from './signIn.ts'
import { type AccountsStage, accountsStage, setupForm } from './testing/accountsStage.ts'
import { adminAndTeacher } from './testing/adminAndTeacher.ts'
import { createAddressLimit, createStrangers } from './tries.ts'

let stage: AccountsStage
let admin: UserId
let lin: UserId
beforeEach(async () => {
  stage = await accountsStage()
  ;({ admin, lin } = await adminAndTeacher(stage))
})
afterEach(() => stage.close())

/** Signs in; `act` happens when the password has been found right. */
const signInWhile = async (act: () => Promise<unknown>) => {
  const { db, time } = stage
  const clock = { now: () => time.nowMs }
  const failures = memoryFailures(clock)
  const accounts = accountRepo(db)
  let asked = 0
  const byLogin: typeof accounts.byLogin = async (login) => {
    const account = await accounts.byLogin(login)
    asked += 1
    // Before it is compared, in its turn, and behind it.
    if (asked === 3) await act()
    return account
  }
  const parts = {
    ...{ db, clock, accounts: { ...accounts, byLogin }, sessions: sessionRepo(db) },
    ...{ strangers: createStrangers(failures, clock), addresses: createAddressLimit(failures) },
    onSessionsEnded: async () => {},
  }
  const password = setupForm.password
  return signIn(parts, { login: 'lin', password, ip: '', oldToken: undefined })
}

const sessionsOfLin = async (): Promise<number> => {
  const asked = stage.db.selectFrom('session').selectAll().where('person_id', '=', lin)
  return (await asked.execute()).length
}

const parts = () => ({
  ...{ db: stage.db, accounts: accountRepo(stage.db), clock: { now: () => stage.time.nowMs } },
  onSessionsEnded: async () => {},
})
const ofAdmin = () => ({ kind: 'person', userId: admin }) as never

it.each([
  ['a password that is reset', () => resetPassword(parts(), lin), 'accounts/wrong-password'],
  [
    'an account that is disabled',
    () => disableAccount(parts(), ofAdmin(), lin),
    'accounts/disabled',
  ],
] as const)('%s in that moment begins no session', async (_what, act, code) => {
  await expect(signInWhile(act)).rejects.toMatchObject({ code })
  expect(await sessionsOfLin()).toBe(0)
})

it('otherwise it does', async () => {
  await signInWhile(async () => {})
  expect(await sessionsOfLin()).toBe(1)
})
