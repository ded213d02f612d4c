import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byteRange } from './byteRange.ts'

describe('byte ranges', () => {
  it.each([
    [undefined, 100, 'whole'],
    ['bytes=0-', 100, { start: 0, end: 100 }],
    ['bytes=0-0', 100, { start: 0, end: 1 }],
    ['bytes=99-200', 100, { start: 99, end: 100 }],
    ['bytes=100-', 100, 'unsatisfiable'],
    ['bytes=-0', 100, 'unsatisfiable'],
    ['bytes=-200', 100, { start: 0, end: 100 }],
    ['bytes=5-4', 100, 'whole'],
    ['bytes=0-1,3-4', 100, 'whole'],
    ['items=0-1', 100, 'whole'],
    ['bytes=-', 100, 'whole'],
  ])('%s of %i → %j', (header, size, expected) => {
    expect(byteRange(header, size)).toEqual(expected)
  })

  it('always lie inside', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 1e9 }), (from, to, size) => {
        const range = byteRange(`bytes=${from}-${to}`, size)
        if (typeof range === 'string') return
        expect(range.start).toBeLessThan(range.end)
        expect(range.end).toBeLessThanOrEqual(size)
      }),
    )
  })
})
