import { afterEach, beforeEach } from 'vitest'
import { type AccountsStage, accountsStage, setupForm } from './accountsStage.ts'

/** A school with its administrator, made anew before each test, and what tests of managing it do again and again. */
export const managedSchool = () => {
  let stage: AccountsStage
  /** The administrator's cookie, and the organisations setup made. */
  let admin: string
  let orgs: Record<'district' | 'school' | 'group', string>

  const as = (cookie: string | undefined, method: string, path: string, body?: unknown) =>
    stage.ask(method, path, body, cookie)
  const asAdmin = (method: string, path: string, body?: unknown) => as(admin, method, path, body)
  const signIn = (login: string, password: string) =>
    stage.ask('POST', '/session', { login, password })
  const readMe = async (cookie?: string) =>
    (await stage.ask('GET', '/session', undefined, cookie)).body.me
  const create = async (login = 'LinRuoxi', more: object = {}) => {
    const memberships = [{ orgId: orgs.group, role: 'teacher' }]
    const { body } = await asAdmin('POST', '/accounts', {
      name: '林若溪',
      login,
      memberships,
      ...more,
    })
    return { userId: body.account?.userId, password: body.password, code: body.code }
  }
  const listed = async () => (await asAdmin('GET', '/accounts')).body.accounts
  const one = async (userId: string) =>
    (await listed()).find((account) => account.userId === userId)
  const sessionsOf = async (userId: string) =>
    (await stage.db.selectFrom('session').select('person_id').execute()).filter(
      (row) => row.person_id === userId,
    ).length

  beforeEach(async () => {
    stage = await accountsStage()
    const token = await stage.feature.setupLink()
    admin = (await stage.ask('POST', '/setup', { ...setupForm, token })).cookie ?? ''
    const rows = await stage.db.selectFrom('org').selectAll().execute()
    const id = (kind: string) => rows.find((row) => row.kind === kind)?.id ?? ''
    orgs = { district: id('district'), school: id('school'), group: id('group') }
  })
  afterEach(() => stage.close())

  return {
    ...{ as, asAdmin, signIn, readMe, create, listed, one, sessionsOf },
    get stage() {
      return stage
    },
    get admin() {
      return admin
    },
    get orgs() {
      return orgs
    },
  }
}
