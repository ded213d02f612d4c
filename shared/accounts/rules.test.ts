import { describe, expect, it } from 'vitest'
import { orgRoleSchema } from '../access/roles.ts'
import { orgKindSchema } from './model.ts'
import { hasRights, mayStandBelow, rolesIn } from './rules.ts'

describe('organisations', () => {
  it('stand where a school knows them: schools in a district, groups in either', () => {
    const places = orgKindSchema.options.flatMap((kind) =>
      orgKindSchema.options
        .filter((parent) => mayStandBelow(kind, parent))
        .map((parent) => `${kind} below ${parent}`),
    )
    expect(places).toEqual(['school below district', 'group below district', 'group below school'])
  })

  it('offer one role at least, the one without rights first where there is one', () => {
    for (const kind of orgKindSchema.options) {
      const [first] = rolesIn[kind]
      expect(first, kind).toBe(rolesIn[kind].includes('teacher') ? 'teacher' : 'researcher')
    }
  })

  it('give rights by every role but the teacher’s', () => {
    expect(orgRoleSchema.options.filter((role) => !hasRights(role))).toEqual(['teacher'])
  })
})
