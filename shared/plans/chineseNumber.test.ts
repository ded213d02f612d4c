import { expect, test } from 'vitest'
import { chineseNumber } from './chineseNumber.ts'

test('numbers are written as in a printed plan', () => {
  expect([1, 9, 10, 11, 20, 21, 99, 100].map(chineseNumber)).toEqual([
    ...['一', '九', '十', '十一', '二十', '二十一', '九十九', '100'],
  ])
})
