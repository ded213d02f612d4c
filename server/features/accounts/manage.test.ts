import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AccountsStage, accountsStage, setupForm } from './testing/accountsStage.ts'
import { LOCK_MS, TRIES } from './tries.ts'

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
const one = async (userId: string) => (await listed()).find((account) => account.userId === userId)
const sessionsOf = async (userId: string) =>
  (await stage.db.selectFrom('session').select('person_id').execute()).filter(
    (row) => row.person_id === userId,
  ).length

beforeEach(async () => {
  stage = await accountsStage()
  const token = await stage.feature.setupLink()
  admin = (await stage.ask('POST', '/setup', { ...setupForm, token })).cookie ?? ''
  const rows = await stage.db.selectFrom('org').selectAll().execute()
  const id = (kind: string) => rows.find((row) => row.kind === kind)!.id
  orgs = { district: id('district'), school: id('school'), group: id('group') }
})
afterEach(() => stage.close())

describe('a new account', () => {
  it('signs in with the password that was answered once and kept nowhere', async () => {
    const { userId, password } = await create()
    expect(password).toMatch(/^([a-hjkmnp-z2-9]{4}-){2}[a-hjkmnp-z2-9]{4}$/)
    const rows = JSON.stringify(await stage.db.selectFrom('person').selectAll().execute())
    expect(rows).not.toContain(password)
    const { body } = await signIn('linruoxi', password)
    expect(body).toMatchObject({ userId, name: '林若溪', isAdmin: false })
    expect(body.memberships).toMatchObject([
      { orgId: orgs.group, orgKind: 'group', role: 'teacher' },
    ])
    expect(await one(userId)).toMatchObject({
      login: 'linruoxi',
      isSample: false,
      lockedUntil: null,
      disabledAt: null,
    })
  })

  it('wears a hue nobody wears yet', async () => {
    await create('first')
    await create('second')
    expect(new Set((await listed()).map(({ hue }) => hue)).size).toBe(3)
  })

  it('is refused for a login that is taken in any case, and leaves no row', async () => {
    await create('linruoxi')
    expect((await create('LINRUOXI')).code).toBe('accounts/login-taken')
    expect(await listed()).toHaveLength(2)
  })

  it.each([
    ['no place', [], 'invalid-request'],
    ['an unknown place', [{ orgId: 'nowhere-at-all', role: 'teacher' }], 'not-found'],
    ['a role the place has not', ['group', 'principal'], 'invalid-request'],
    ['a teacher of the district', ['district', 'teacher'], 'invalid-request'],
  ])('is refused with %s', async (_name, places, code) => {
    const [kind, role] = places as string[]
    const memberships =
      typeof kind === 'string' ? [{ orgId: orgs[kind as keyof typeof orgs], role }] : places
    expect((await create('linruoxi', { memberships })).code).toBe(code)
    expect(await listed()).toHaveLength(1)
  })

  it('is refused with two roles in one place', async () => {
    const place = { orgId: orgs.group, role: 'teacher' }
    const twice = [place, { ...place, role: 'prep_lead' }]
    expect((await create('linruoxi', { memberships: twice })).code).toBe('invalid-request')
  })
})

describe('who may manage', () => {
  it('is an administrator only, for every one of these routes', async () => {
    const { userId, password } = await create()
    const { cookie } = await signIn('linruoxi', password)
    const before = await listed()
    const calls = [
      ['GET', '/accounts'],
      ['POST', '/accounts', { name: 'x', login: 'xx', memberships: [] }],
      ['PATCH', `/accounts/${userId}`, { isAdmin: true }],
      ['POST', `/accounts/${userId}/password`],
      ['POST', `/accounts/${userId}/disable`],
      ['POST', `/accounts/${userId}/enable`],
      ['GET', '/orgs'],
      ['POST', '/orgs', { kind: 'group', name: 'x', parentId: orgs.school }],
      ['PATCH', `/orgs/${orgs.school}`, { name: 'x' }],
    ] as const
    for (const [method, path, body] of calls) {
      expect((await as(cookie, method, path, body)).body.code, path).toBe('forbidden')
      expect((await as(undefined, method, path, body)).body.code, path).toBe('not-signed-in')
    }
    expect(await listed()).toEqual(before)
  })

  it('sees the sample’s people marked', async () => {
    await stage.feature.queries.createPerson({
      name: '沈秋',
      login: 'shenqiu',
      password: 'a long phrase',
      hue: 'shen',
      isAdmin: false,
      isSample: true,
      memberships: [{ orgId: orgs.district as never, role: 'researcher' }],
    })
    const marks = (await listed()).map(({ name, isSample }) => [name, isSample])
    expect(Object.fromEntries(marks)).toEqual({ 许文: false, 沈秋: true })
  })
})

describe('changing an account', () => {
  it('moves, renames and promotes; the session stays, its sockets are judged anew', async () => {
    const { userId, password } = await create()
    const { cookie } = await signIn('linruoxi', password)
    const memberships = [
      { orgId: orgs.school, role: 'principal' },
      { orgId: orgs.group, role: 'prep_lead' },
    ]
    const change = { name: '林溪', memberships, isAdmin: true }
    const { body } = await asAdmin('PATCH', `/accounts/${userId}`, change)
    expect(body).toMatchObject({ name: '林溪', isAdmin: true })
    expect(stage.ended).toEqual([userId])
    const me = await readMe(cookie)
    expect(me).toMatchObject({ name: '林溪', isAdmin: true })
    expect(me.memberships.map(({ orgKind, role }) => [orgKind, role])).toEqual([
      ['group', 'prep_lead'],
      ['school', 'principal'],
    ])
  })

  it('keeps what is left out, and nothing of a change that is refused', async () => {
    const { userId } = await create()
    await asAdmin('PATCH', `/accounts/${userId}`, { name: '林溪' })
    const before = await one(userId)
    expect(before).toMatchObject({ name: '林溪', isAdmin: false })
    expect(before?.memberships).toHaveLength(1)
    const { body } = await asAdmin('PATCH', `/accounts/${userId}`, {
      name: '别名',
      memberships: [{ orgId: orgs.group, role: 'principal' }],
    })
    expect(body.code).toBe('invalid-request')
    expect(await one(userId)).toEqual(before)
    expect(stage.ended).toEqual([userId])
  })

  it('lets a role stay that setup gave though the list does not offer it', async () => {
    const me = await readMe(admin)
    const memberships = me.memberships.map(({ orgId, role }) => ({ orgId, role }))
    expect(memberships.map(({ role }) => role)).toContain('org_admin')
    const { status } = await asAdmin('PATCH', `/accounts/${me.userId}`, { memberships })
    expect(status).toBe(200)
  })

  it('is not found for somebody who is not there', async () => {
    for (const [method, path] of [
      ['PATCH', ''],
      ['POST', '/password'],
      ['POST', '/disable'],
      ['POST', '/enable'],
    ] as const) {
      const { body } = await asAdmin(method, `/accounts/nobody-here${path}`, {})
      expect(body.code).toBe('not-found')
    }
    expect(stage.ended).toEqual([])
  })
})

describe('administrators', () => {
  it('change neither their own right nor their own state', async () => {
    const { userId } = await readMe(admin)
    const own = await asAdmin('PATCH', `/accounts/${userId}`, { isAdmin: false })
    const off = await asAdmin('POST', `/accounts/${userId}/disable`)
    expect([own.body.code, off.body.code]).toEqual(['accounts/own-account', 'accounts/own-account'])
    expect(await one(userId)).toMatchObject({ isAdmin: true, disabledAt: null })
  })

  it('cannot end each other at once: one of them stays', async () => {
    const first = await readMe(admin)
    const { userId, password } = await create()
    await asAdmin('PATCH', `/accounts/${userId}`, { isAdmin: true })
    const { cookie } = await signIn('linruoxi', password)
    await Promise.all([
      asAdmin('PATCH', `/accounts/${userId}`, { isAdmin: false }),
      as(cookie, 'PATCH', `/accounts/${first.userId}`, { isAdmin: false }),
    ])
    const rows = await stage.db.selectFrom('person').select('is_admin').execute()
    expect(rows.filter((row) => row.is_admin === 1)).toHaveLength(1)
  })

  it.each(['PATCH', 'POST'])(
    'of the sample are not enough to replace the last one (%s)',
    async (method) => {
      const { userId: lastId } = await readMe(admin)
      const { userId, password } = await create()
      await asAdmin('PATCH', `/accounts/${userId}`, { isAdmin: true })
      await stage.db.updateTable('person').set({ is_sample: 1 }).where('id', '=', userId).execute()
      const { cookie } = await signIn('linruoxi', password)
      const { body } = await (method === 'PATCH'
        ? as(cookie, 'PATCH', `/accounts/${lastId}`, { isAdmin: false })
        : as(cookie, 'POST', `/accounts/${lastId}/disable`))
      expect(body.code).toBe('accounts/last-admin')
      expect(await one(lastId)).toMatchObject({ isAdmin: true, disabledAt: null })
      expect(await readMe(admin)).toMatchObject({ userId: lastId })
    },
  )
})

describe('a reset', () => {
  it('gives a new password, ends every session, lifts the lock', async () => {
    const { userId, password } = await create()
    const { cookie } = await signIn('linruoxi', password)
    for (let tries = 0; tries < TRIES; tries += 1) await signIn('linruoxi', 'wrong-word')
    expect((await signIn('linruoxi', password)).body.code).toBe('accounts/locked')
    const until = (await one(userId))?.lockedUntil
    expect(Date.parse(until ?? '')).toBe(stage.time.nowMs + LOCK_MS)
    const fresh = (await asAdmin('POST', `/accounts/${userId}/password`)).body.password
    expect(fresh).not.toBe(password)
    expect(stage.ended).toEqual([userId])
    expect(await readMe(cookie)).toBeNull()
    expect((await one(userId))?.lockedUntil).toBeNull()
    expect((await signIn('linruoxi', password)).body.code).toBe('accounts/wrong-password')
    expect((await signIn('linruoxi', fresh)).status).toBe(200)
  })
})

describe('a disabled account', () => {
  it('is out at once, is told why only with the right password, and comes back whole', async () => {
    const { userId, password } = await create()
    const { cookie } = await signIn('linruoxi', password)
    const { body } = await asAdmin('POST', `/accounts/${userId}/disable`)
    expect(Date.parse(body.disabledAt ?? '')).toBe(stage.time.nowMs)
    expect(stage.ended).toEqual([userId])
    expect(await sessionsOf(userId)).toBe(0)
    expect(await readMe(cookie)).toBeNull()
    const right = await signIn('linruoxi', password)
    expect([right.status, right.body.code]).toEqual([403, 'accounts/disabled'])
    expect(await sessionsOf(userId)).toBe(0)
    expect((await signIn('linruoxi', 'wrong-word')).body.code).toBe('accounts/wrong-password')
    await asAdmin('POST', `/accounts/${userId}/enable`)
    const back = await signIn('linruoxi', password)
    expect(back.body.memberships).toHaveLength(1)
  })

  it('keeps the day it was disabled when the button is pressed twice', async () => {
    const { userId } = await create()
    const first = (await asAdmin('POST', `/accounts/${userId}/disable`)).body.disabledAt
    stage.time.nowMs += 60_000
    const again = (await asAdmin('POST', `/accounts/${userId}/disable`)).body.disabledAt
    expect(again).toBe(first)
  })

  it('cannot be named on a lesson any more', async () => {
    const { userId } = await create()
    const names = async () => (await asAdmin('GET', '/people')).body.people.map((p) => p.name)
    expect(await names()).toContain('林若溪')
    await asAdmin('POST', `/accounts/${userId}/disable`)
    expect(await names()).not.toContain('林若溪')
  })

  it('lets no session live that a sign-in under way had begun', async () => {
    const { userId, password } = await create()
    const [entered] = await Promise.all([
      signIn('linruoxi', password),
      asAdmin('POST', `/accounts/${userId}/disable`),
    ])
    expect(await readMe(entered.cookie)).toBeNull()
  })
})

describe('organisations', () => {
  const make = async (kind: string, name: string, parentId: string) =>
    (await asAdmin('POST', '/orgs', { kind, name, parentId })).body

  it('are made below their place and listed parents first', async () => {
    const school = await make('school', '青山小学', orgs.district)
    await make('group', '语文组', school.orgId)
    await make('group', '联合备课组', orgs.district)
    const { body } = await asAdmin('GET', '/orgs')
    expect(body.orgs.map(({ kind, name, isSample }) => [kind, name, isSample])).toEqual([
      ['district', '云溪区', false],
      ['school', '城关小学', false],
      ['school', '青山小学', false],
      ['group', '备课组', false],
      ['group', '联合备课组', false],
      ['group', '语文组', false],
    ])
    const session = await stage.ask('GET', '/session')
    expect(session.body).toMatchObject({ school: '城关小学' })
  })

  it.each([
    ['a school in a school', 'school', 'school', 'accounts/org-place'],
    ['a group in a group', 'group', 'group', 'accounts/org-place'],
    ['a second district', 'district', 'district', 'invalid-request'],
  ] as const)('refuse %s', async (_name, kind, parent, code) => {
    expect(await make(kind, '某处', orgs[parent])).toMatchObject({ code })
    expect((await asAdmin('GET', '/orgs')).body.orgs).toHaveLength(3)
  })

  it('refuse a name twice in one place, made or renamed, and a place that is not there', async () => {
    const other = await make('group', '数学组', orgs.school)
    expect(await make('group', '数学组', orgs.school)).toMatchObject({
      code: 'accounts/org-name-taken',
    })
    expect(await make('group', '数学组', orgs.district)).toMatchObject({ name: '数学组' })
    expect(await make('group', '英语组', 'nowhere-at-all')).toMatchObject({ code: 'not-found' })
    const rename = async (orgId: string, name: string) =>
      (await asAdmin('PATCH', `/orgs/${orgId}`, { name })).body
    expect(await rename(other.orgId, '备课组')).toMatchObject({ code: 'accounts/org-name-taken' })
    expect(await rename(other.orgId, '数学组')).toMatchObject({ name: '数学组' })
    expect(await rename(other.orgId, '三年级数学')).toMatchObject({ name: '三年级数学' })
    expect(await rename('nowhere-at-all', '三年级')).toMatchObject({ code: 'not-found' })
    expect(await stage.feature.queries.org(other.orgId as never)).toMatchObject({
      name: '三年级数学',
    })
  })
})

describe('one’s own password', () => {
  const next = '秋天里的第二节课'
  const change = (cookie: string | undefined, old: string) =>
    as(cookie, 'PUT', '/session/password', { old, next })

  it('changes with the old one, ends other browsers and keeps this one', async () => {
    const { userId, password } = await create()
    const here = await signIn('linruoxi', password)
    const elsewhere = await signIn('linruoxi', password)
    expect((await change(here.cookie, password)).status).toBe(200)
    expect(stage.ended).toEqual([userId])
    expect(await readMe(here.cookie)).toMatchObject({ userId })
    expect(await readMe(elsewhere.cookie)).toBeNull()
    expect((await signIn('linruoxi', password)).status).toBe(401)
    expect((await signIn('linruoxi', next)).status).toBe(200)
  })

  it('is not guessed from an open browser: tries count, then the account is locked', async () => {
    const { userId, password } = await create()
    const { cookie } = await signIn('linruoxi', password)
    for (let left = TRIES - 1; left > 0; left -= 1) {
      const { status, body } = await change(cookie, 'wrong-word')
      expect([status, body.code, body.data]).toEqual([422, 'accounts/old-password-wrong', { left }])
    }
    expect((await change(cookie, 'wrong-word')).body.code).toBe('accounts/locked')
    expect((await change(cookie, password)).body.code).toBe('accounts/locked')
    expect(stage.ended).toEqual([])
    expect((await one(userId))?.lockedUntil).not.toBeNull()
  })

  it('is refused when it is too short, and to nobody in particular', async () => {
    const { cookie } = await signIn('xuwen', setupForm.password)
    const short = { old: setupForm.password, next: 'short' }
    const { body } = await as(cookie, 'PUT', '/session/password', short)
    expect(body.code).toBe('invalid-request')
    expect((await change(undefined, setupForm.password)).body.code).toBe('not-signed-in')
    expect((await signIn('xuwen', setupForm.password)).status).toBe(200)
  })
})
