import { expect, it } from 'vitest'
import { Effort } from './Effort.ts'

it('finds all that can stay, and when it is used up equal beginnings and ends only', () => {
  const effort = new Effort(6)
  const pairs = () => effort.pairUp([...'甲一先二乙'], [...'甲三先乙'], (a, b) => a === b)
  expect(pairs()).toEqual([
    [0, 0],
    [2, 2],
    [4, 3],
  ])
  expect(pairs()).toEqual([
    [0, 0],
    [4, 3],
  ])
})
