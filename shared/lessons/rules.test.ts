import { describe, expect, it } from 'vitest'
import type { Person } from '../access/actor.ts'
import { lessonRoleSchema } from '../access/roles.ts'
import type { OrgId, UserId } from '../ids.ts'
import { lessonAbilities, teaches } from './rules.ts'

const groupId = 'group-0001' as OrgId
const districtId = 'district-01' as OrgId
const schoolId = 'school-0001' as OrgId
const userId = 'user-00001' as UserId

const person = (memberships: Person['memberships'] = []): Person => ({
  ...{ kind: 'person', userId, name: '', hue: 'lin', isAdmin: false, memberships },
})
const lesson = (isArchived: boolean, roles: readonly (readonly [UserId, 'lead'])[] = []) => ({
  ...{ groupId, districtId, schoolIds: [schoolId], isArchived, memberRoles: new Map(roles) },
})
const members = {
  groupLead: person([{ orgId: groupId, orgKind: 'group', role: 'prep_lead' }]),
  groupMember: person([{ orgId: groupId, orgKind: 'group', role: 'teacher' }]),
  researcher: person([{ orgId: districtId, orgKind: 'district', role: 'researcher' }]),
  principal: person([{ orgId: schoolId, orgKind: 'school', role: 'principal' }]),
}

describe('an archived lesson', () => {
  it.each([
    ['groupLead', ['view', 'share', 'archive']],
    ['groupMember', ['view']],
    ['researcher', ['view']],
    ['principal', ['view']],
  ] as const)('leaves %s %j', (who, left) => {
    expect(lessonAbilities(members[who], lesson(true))).toEqual(left)
    expect(lessonAbilities(members[who], lesson(false))).toEqual(expect.arrayContaining([...left]))
  })

  it('leaves its own lead the way out, and strangers nothing', () => {
    const own = lessonAbilities(person(), lesson(true, [[userId, 'lead']]))
    expect(own).toEqual(['view', 'share', 'archive'])
    expect(lessonAbilities(person(), lesson(true))).toEqual([])
  })
})

it('who teaches is named lead or assist', () => {
  expect(lessonRoleSchema.options.filter(teaches)).toEqual(['lead', 'assist'])
  expect(teaches(undefined)).toBe(false)
})
