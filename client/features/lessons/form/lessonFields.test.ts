import { expect, it } from 'vitest'
import type { OrgId, UserId } from '#shared/ids.ts'
import { bodyOf, localInput, newFields } from './lessonFields.ts'

const fields = {
  ...newFields({
    userId: 'user0001' as UserId,
    groupId: 'group001' as OrgId,
    school: '城关小学',
  }),
  title: '《落花生》第二课时',
}

it('sends what is typed: a local time as an instant, an empty one as none, no far room as null', () => {
  expect(bodyOf({ ...fields, isDual: false })).toMatchObject({
    body: { startsAt: null, far: null, near: { headcount: 0, teacherId: 'user0001' } },
  })
  const at = new Date(2026, 8, 9, 10, 20).toISOString()
  expect(localInput(at)).toBe('2026-09-09T10:20')
  expect(bodyOf({ ...fields, startsAt: localInput(at) })).toMatchObject({
    body: { startsAt: at, far: { school: '', teacherId: null } },
  })
})

it.each([
  ['title', { title: ' ' }],
  ['lengthMin', { lengthMin: '' }],
  ['lengthMin', { lengthMin: '四十' }],
  ['groupId', { groupId: '' as const }],
  ['near.headcount', { near: { ...fields.near, headcount: '300' } }],
])('names %s when it is not right', (field, change) => {
  expect(bodyOf({ ...fields, ...change })).toEqual({ wrong: new Set([field]) })
})
