import { describe, expect, it } from 'vitest'
import { setupForm } from './testing/accountsStage.ts'
import { managedSchool } from './testing/managedSchool.ts'
import { TRIES } from './tries.ts'

const managed = managedSchool()
const { as, asAdmin, signIn, readMe, create, one } = managed

describe('organisations', () => {
  const make = async (kind: string, name: string, parentId: string) =>
    (await asAdmin('POST', '/orgs', { kind, name, parentId })).body

  it('are made below their place and listed parents first', async () => {
    const school = await make('school', '青山小学', managed.orgs.district)
    await make('group', '语文组', school.orgId)
    await make('group', '联合备课组', managed.orgs.district)
    const { body } = await asAdmin('GET', '/orgs')
    expect(body.orgs.map(({ kind, name, isSample }) => [kind, name, isSample])).toEqual([
      ['district', '云溪区', false],
      ['school', '城关小学', false],
      ['school', '青山小学', false],
      ['group', '备课组', false],
      ['group', '联合备课组', false],
      ['group', '语文组', false],
    ])
    const session = await managed.stage.ask('GET', '/session')
    expect(session.body).toMatchObject({ school: '城关小学' })
  })

  it.each([
    ['a school in a school', 'school', 'school', 'accounts/org-place'],
    ['a group in a group', 'group', 'group', 'accounts/org-place'],
    ['a second district', 'district', 'district', 'invalid-request'],
  ] as const)('refuse %s', async (_name, kind, parent, code) => {
    expect(await make(kind, '某处', managed.orgs[parent])).toMatchObject({ code })
    expect((await asAdmin('GET', '/orgs')).body.orgs).toHaveLength(3)
  })

  it('refuse a name twice in one place, made or renamed, and a place that is not there', async () => {
    const other = await make('group', '数学组', managed.orgs.school)
    expect(await make('group', '数学组', managed.orgs.school)).toMatchObject({
      code: 'accounts/org-name-taken',
    })
    expect(await make('group', '数学组', managed.orgs.district)).toMatchObject({ name: '数学组' })
    expect(await make('group', '英语组', 'nowhere-at-all')).toMatchObject({ code: 'not-found' })
    const rename = async (orgId: string, name: string) =>
      (await asAdmin('PATCH', `/orgs/${orgId}`, { name })).body
    expect(await rename(other.orgId, '备课组')).toMatchObject({ code: 'accounts/org-name-taken' })
    expect(await rename(other.orgId, '数学组')).toMatchObject({ name: '数学组' })
    expect(await rename(other.orgId, '三年级数学')).toMatchObject({ name: '三年级数学' })
    expect(await rename('nowhere-at-all', '三年级')).toMatchObject({ code: 'not-found' })
    expect(await managed.stage.feature.queries.org(other.orgId as never)).toMatchObject({
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
    expect(managed.stage.ended).toEqual([userId])
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
    expect(managed.stage.ended).toEqual([])
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
