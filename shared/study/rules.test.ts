import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SwitchPoint } from './model.ts'
import { liesWithin, tidyPoints, visiblePasses } from './rules.ts'

const recording = { startMs: 100, endMs: 900 }

test.each([
  [100, 100, true],
  [900, 900, true],
  [100, 900, true],
  [99, 200, false],
  [200, 901, false],
  [300, 200, false],
])('a mark from %d to %d lies within: %s', (startMs, endMs, expected) => {
  expect(liesWithin({ startMs, endMs }, recording)).toBe(expected)
})

describe('blind coding', () => {
  const pass = (coderId: string, finished: boolean) => ({ coderId, finished })
  test.each([
    [
      'own open pass: nobody else’s',
      [pass('me', false), pass('he', true), pass('tian', false)],
      ['me'],
      2,
    ],
    [
      'own finished pass: finished ones',
      [pass('me', true), pass('he', true), pass('tian', false)],
      ['me', 'he'],
      1,
    ],
    ['no pass: finished ones', [pass('he', true), pass('tian', true)], ['he', 'tian'], 0],
    ['no pass, all open: none', [pass('he', false), pass('tian', false)], [], 2],
  ] as const)('%s', (_name, passes, seen, hidden) => {
    const visible = visiblePasses(passes, 'me')
    expect(visible.passes.map((p) => p.coderId)).toEqual(seen)
    expect(visible.hidden).toBe(hidden)
  })
})

test('tidy points are sorted, unique per moment and never repeat a code; tidying twice changes nothing', () => {
  const point = fc.record({
    atMs: fc.integer({ min: 0, max: 20 }),
    code: fc.constantFrom<SwitchPoint['code']>('T', 'S'),
  })
  fc.assert(
    fc.property(fc.array(point), (points) => {
      const tidy = tidyPoints(points)
      for (let i = 1; i < tidy.length; i += 1) {
        expect(tidy[i]!.atMs).toBeGreaterThan(tidy[i - 1]!.atMs)
        expect(tidy[i]!.code).not.toBe(tidy[i - 1]!.code)
      }
      expect(tidyPoints(tidy)).toEqual(tidy)
    }),
  )
})
