import { expect, test } from 'vitest'
import { keyAct } from './keyAct.ts'

const pressed = (key: string, more = {}) => ({
  key,
  shiftKey: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  ...more,
})

test.each([
  [' ', {}, { type: 'toggle' }],
  ['ArrowLeft', {}, { type: 'skip', ms: -1000 }],
  ['ArrowRight', { shiftKey: true }, { type: 'skip', ms: 5000 }],
  [',', {}, { type: 'frame', ms: -40 }],
  ['T', {}, { type: 'code', code: 'T' }],
  ['s', {}, { type: 'code', code: 'S' }],
  ['?', { shiftKey: true }, { type: 'help' }],
  ['Tab', {}, { type: 'disagreement' }],
  ['Tab', { shiftKey: true }, null],
  ['s', { ctrlKey: true }, null],
  ['x', {}, null],
] as const)('%j %j', (key, more, expected) => {
  expect(keyAct(pressed(key, more))).toEqual(expected)
})
