import { describe, expect, it } from 'vitest'
import type { Account, Org } from '#shared/accounts/model.ts'
import type { OrgId, UserId } from '#shared/ids.ts'
import { emptyAccount, formOf, roleChoices, withPlace, wrongIn } from './accountForm.ts'
import { findPeople } from './findPeople.ts'
import { orgTree, peopleIn } from './orgTree.ts'

/** Ids are Latin: the schemas say so. */
const id = (name: string) => `org-${[...name].map((c) => c.charCodeAt(0)).join('-')}` as OrgId
const org = (name: string, kind: Org['kind'], parent: string | null): Org => ({
  orgId: id(name),
  kind,
  name,
  parentId: parent === null ? null : id(parent),
  isSample: false,
})
const district = org('云溪区', 'district', null)
const near = org('城关小学', 'school', '云溪区')
const far = org('青山小学', 'school', '云溪区')
const joint = org('联合备课组', 'group', '云溪区')
const chinese = org('语文组', 'group', '城关小学')
const orgs = [district, near, far, joint, chinese]

const account = (name: string, places: readonly Org[], more: Partial<Account> = {}): Account => ({
  userId: `user-${name}` as UserId,
  name,
  login: `login.${name}`,
  hue: 'lin',
  isAdmin: false,
  isSample: false,
  lockedUntil: null,
  disabledAt: null,
  memberships: places.map((place) => ({
    orgId: place.orgId,
    orgKind: place.kind,
    orgName: place.name,
    role: 'teacher',
  })),
  ...more,
})
const zhou = account('周岚', [near, chinese])
const lin = account('林若溪', [chinese], { isAdmin: true })
const shi = account('石远', [far, joint], { disabledAt: '2026-09-09T01:00:00.000Z' })
const everybody = [zhou, lin, shi]
const names = (people: readonly Account[]) => people.map(({ name }) => name)

describe('organisations', () => {
  it('are followed by what stands below them', () => {
    expect(orgTree(orgs).map(({ name, depth }) => `${depth} ${name}`)).toEqual([
      '0 云溪区',
      '1 城关小学',
      '2 语文组',
      '1 青山小学',
      '1 联合备课组',
    ])
  })

  it('hold their own people and those of what stands below, each once', () => {
    expect(names(peopleIn(everybody, orgs, near.orgId))).toEqual(['周岚', '林若溪'])
    expect(names(peopleIn(everybody, orgs, joint.orgId))).toEqual(['石远'])
    expect(peopleIn(everybody, orgs, district.orgId)).toHaveLength(3)
  })
})

describe('finding people', () => {
  const find = (filter: Partial<Parameters<typeof findPeople>[2]>) =>
    findPeople(everybody, orgs, { orgId: null, words: '', kind: 'all', ...filter })

  it('orders by name as a register does', () => {
    expect(names(find({}).shown)).toEqual(['林若溪', '石远', '周岚'])
  })

  it('takes part of a name or a login in any case, and counts what it leaves', () => {
    expect(names(find({ words: ' LOGIN.周 ' }).shown)).toEqual(['周岚'])
    expect(find({ words: '周' }).counts).toEqual({ all: 1, admins: 0, disabled: 0 })
    expect(find({ kind: 'disabled' }).counts).toEqual({ all: 3, admins: 1, disabled: 1 })
    expect(names(find({ kind: 'disabled' }).shown)).toEqual(['石远'])
    expect(find({ orgId: near.orgId, kind: 'disabled' }).shown).toEqual([])
  })
})

describe('the account form', () => {
  it('begins where the administrator stands, in the role without rights', () => {
    expect(emptyAccount(chinese).memberships).toEqual([{ orgId: chinese.orgId, role: 'teacher' }])
    expect(emptyAccount(district).memberships[0]?.role).toBe('researcher')
    expect(emptyAccount(undefined).memberships).toEqual([])
  })

  it('joins, changes and leaves an organisation', () => {
    const joined = withPlace(formOf(lin).memberships, near, 'principal')
    expect(joined.map(({ role }) => role)).toEqual(['teacher', 'principal'])
    expect(withPlace(joined, near, 'teacher')).toHaveLength(2)
    expect(withPlace(joined, chinese, null)).toEqual([{ orgId: near.orgId, role: 'principal' }])
  })

  it('offers the role somebody holds although it is not given any more', () => {
    expect(roleChoices(near, 'org_admin')).toEqual(['org_admin', 'teacher', 'principal'])
    expect(roleChoices(near, 'teacher')).toEqual(['teacher', 'principal'])
  })

  it('names the fields the server would refuse', () => {
    expect([...wrongIn(emptyAccount(undefined))]).toEqual(['name', 'login', 'memberships'])
    expect([...wrongIn({ ...formOf(lin), login: '林' })]).toEqual(['login'])
    expect([...wrongIn({ ...formOf(lin), login: 'lin.ruoxi' })]).toEqual([])
  })
})
