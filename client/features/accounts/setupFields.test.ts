import { expect, it } from 'vitest'
import { emptySetup, wrongFields } from './setupFields.ts'

const good = {
  ...emptySetup,
  school: '城关小学',
  district: '云溪区',
  adminName: '许文',
  login: 'xuwen',
  password: '春天里的第一节课',
  again: '春天里的第一节课',
}

it('finds nothing wrong with a full form', () => {
  expect([...wrongFields(good)]).toEqual([])
})

it.each([
  ['school', { school: '  ' }],
  ['lessonMinutes', { lessonMinutes: '四十' }],
  ['lessonMinutes', { lessonMinutes: '200' }],
  ['login', { login: '许文' }],
  ['again', { again: 'other' }],
] as const)('names %s', (field, change) => {
  expect([...wrongFields({ ...good, ...change })]).toEqual([field])
})

it('names every field of an untouched form that must be filled', () => {
  expect([...wrongFields(emptySetup)].sort()).toEqual(
    ['adminName', 'district', 'login', 'password', 'school'].sort(),
  )
})
