import { expect, it } from 'vitest'
import { ownPath } from './ownPath.ts'

it.each([
  [null, '/'],
  ['', '/'],
  ['/lessons/abc?x=1#y', '/lessons/abc?x=1#y'],
  ['https://elsewhere.example/', '/'],
  ['//elsewhere.example/', '/'],
  ['/\\elsewhere.example/', '/'],
  ['/\t/elsewhere.example', '/'],
  ['javascript:alert(1)', '/'],
])('%j leads to %j', (next, path) => {
  expect(ownPath(next)).toBe(path)
})
