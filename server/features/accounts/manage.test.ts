import { describe, expect, it } from 'vitest'
import { managedSchool } from './testing/managedSchool.ts'
import { LOCK_MS, TRIES } from './tries.ts'

const managed = managedSchool()
const { as, asAdmin, signIn, readMe, create, listed, one, sessionsOf } = managed

describe('a new account', () => {
  it('signs in with the password that was answered once and kept nowhere', async () => {
    const { userId, password } = await create()
    expect(password).toMatch(/^([a-hjkmnp-z2-9]{4}-){2}[a-hjkmnp-z2-9]{4}$/)
    const rows = JSON.stringify(await managed.stage.db.selectFrom('person').selectAll().execute())
    expect(rows).not.toContain(password)
    const { body } = await signIn('linruoxi', password)
    expect(body).toMatchObject({ userId, name: '林若溪', isAdmin: false })
    expect(body.memberships).toMatchObject([
      { orgId: managed.orgs.group, orgKind: 'group', role: 'teacher' },
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
      typeof kind === 'string'
        ? [{ orgId: managed.orgs[kind as keyof typeof managed.orgs], role }]
        : places
    expect((await create('linruoxi', { memberships })).code).toBe(code)
    expect(await listed()).toHaveLength(1)
  })

  it('is refused with two roles in one place', async () => {
    const place = { orgId: managed.orgs.group, role: 'teacher' }
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
      ['POST', '/orgs', { kind: 'group', name: 'x', parentId: managed.orgs.school }],
      ['PATCH', `/orgs/${managed.orgs.school}`, { name: 'x' }],
    ] as const
    for (const [method, path, body] of calls) {
      expect((await as(cookie, method, path, body)).body.code, path).toBe('forbidden')
      expect((await as(undefined, method, path, body)).body.code, path).toBe('not-signed-in')
    }
    expect(await listed()).toEqual(before)
  })

  it('sees the sample’s people marked', async () => {
    await managed.stage.feature.queries.createPerson({
      name: '沈秋',
      login: 'shenqiu',
      password: 'a long phrase',
      hue: 'shen',
      isAdmin: false,
      isSample: true,
      memberships: [{ orgId: managed.orgs.district as never, role: 'researcher' }],
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
      { orgId: managed.orgs.school, role: 'principal' },
      { orgId: managed.orgs.group, role: 'prep_lead' },
    ]
    const change = { name: '林溪', memberships, isAdmin: true }
    const { body } = await asAdmin('PATCH', `/accounts/${userId}`, change)
    expect(body).toMatchObject({ name: '林溪', isAdmin: true })
    expect(managed.stage.ended).toEqual([userId])
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
      memberships: [{ orgId: managed.orgs.group, role: 'principal' }],
    })
    expect(body.code).toBe('invalid-request')
    expect(await one(userId)).toEqual(before)
    expect(managed.stage.ended).toEqual([userId])
  })

  it('lets a role stay that setup gave though the list does not offer it', async () => {
    const me = await readMe(managed.admin)
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
    expect(managed.stage.ended).toEqual([])
  })
})

describe('administrators', () => {
  it('change neither their own right nor their own state', async () => {
    const { userId } = await readMe(managed.admin)
    const own = await asAdmin('PATCH', `/accounts/${userId}`, { isAdmin: false })
    const off = await asAdmin('POST', `/accounts/${userId}/disable`)
    expect([own.body.code, off.body.code]).toEqual(['accounts/own-account', 'accounts/own-account'])
    expect(await one(userId)).toMatchObject({ isAdmin: true, disabledAt: null })
  })

  it('cannot end each other at once: one of them stays', async () => {
    const first = await readMe(managed.admin)
    const { userId, password } = await create()
    await asAdmin('PATCH', `/accounts/${userId}`, { isAdmin: true })
    const { cookie } = await signIn('linruoxi', password)
    await Promise.all([
      asAdmin('PATCH', `/accounts/${userId}`, { isAdmin: false }),
      as(cookie, 'PATCH', `/accounts/${first.userId}`, { isAdmin: false }),
    ])
    const rows = await managed.stage.db.selectFrom('person').select('is_admin').execute()
    expect(rows.filter((row) => row.is_admin === 1)).toHaveLength(1)
  })

  it.each(['PATCH', 'POST'])(
    'of the sample are not enough to replace the last one (%s)',
    async (method) => {
      const { userId: lastId } = await readMe(managed.admin)
      const { userId, password } = await create()
      await asAdmin('PATCH', `/accounts/${userId}`, { isAdmin: true })
      await managed.stage.db
        .updateTable('person')
        .set({ is_sample: 1 })
        .where('id', '=', userId)
        .execute()
      const { cookie } = await signIn('linruoxi', password)
      const { body } = await (method === 'PATCH'
        ? as(cookie, 'PATCH', `/accounts/${lastId}`, { isAdmin: false })
        : as(cookie, 'POST', `/accounts/${lastId}/disable`))
      expect(body.code).toBe('accounts/last-admin')
      expect(await one(lastId)).toMatchObject({ isAdmin: true, disabledAt: null })
      expect(await readMe(managed.admin)).toMatchObject({ userId: lastId })
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
    expect(Date.parse(until ?? '')).toBe(managed.stage.time.nowMs + LOCK_MS)
    const fresh = (await asAdmin('POST', `/accounts/${userId}/password`)).body.password
    expect(fresh).not.toBe(password)
    expect(managed.stage.ended).toEqual([userId])
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
    expect(Date.parse(body.disabledAt ?? '')).toBe(managed.stage.time.nowMs)
    expect(managed.stage.ended).toEqual([userId])
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
    managed.stage.time.nowMs += 60_000
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
