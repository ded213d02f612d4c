import { expect, test } from 'vitest'
import { tellingApart } from './tellingApart.ts'

test('a step that stands twice for a moment has two keys, and its own again afterwards', () => {
  const apart = tellingApart()
  expect(['a', 'b', 'a', 'a'].map(apart)).toEqual(['a', 'b', 'a~2', 'a~3'])
  expect(['a', 'b'].map(tellingApart())).toEqual(['a', 'b'])
})
