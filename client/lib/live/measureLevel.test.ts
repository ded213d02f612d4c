import { expect, it } from 'vitest'
import { levelOf } from './measureLevel.ts'

it.each([
  [0, 0],
  [1, 100],
  [0.001, 0],
  [0.0316, 50],
])('samples of %f are %i', (amplitude, level) => {
  expect(levelOf(new Float32Array(64).fill(amplitude))).toBe(level)
})
