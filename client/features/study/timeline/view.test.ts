import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { indexSpans, spansBetween } from './spanIndex.ts'
import { followed, msOf, rulerTicks, windowAt, xOf, zoomed } from './view.ts'

const whole = { startMs: 0, endMs: 600_000 }

describe('the window', () => {
  test('zooming keeps the moment under the playhead where it is', () => {
    const next = zoomed({ startMs: 100_000, endMs: 300_000 }, 0.5, 150_000, whole)
    expect(next).toEqual({ startMs: 125_000, endMs: 225_000 })
  })

  test('it never leaves the recording nor gets shorter than what can be drawn', () => {
    const ms = fc.integer({ min: -100_000, max: 800_000 })
    fc.assert(
      fc.property(ms, fc.integer({ min: 1, max: 900_000 }), (startMs, lengthMs) => {
        const window = windowAt(startMs, lengthMs, whole)
        expect(window.startMs).toBeGreaterThanOrEqual(whole.startMs)
        expect(window.endMs).toBeLessThanOrEqual(whole.endMs)
        expect(window.endMs - window.startMs).toBeGreaterThanOrEqual(4_000)
      }),
    )
  })

  test('it turns like a page when the playhead leaves it, and not before', () => {
    const window = { startMs: 100_000, endMs: 200_000 }
    expect(followed(window, 199_999, whole)).toBe(window)
    expect(followed(window, 200_000, whole)).toEqual({ startMs: 195_000, endMs: 295_000 })
    expect(followed(window, 0, whole)).toEqual({ startMs: 0, endMs: 100_000 })
  })

  test('places and moments are each other’s inverse', () => {
    const view = { startMs: 100_000, endMs: 300_000, width: 912 }
    expect(msOf(view, xOf(view, 123_456))).toBeCloseTo(123_456, 6)
  })

  test('ticks are round and far enough apart', () => {
    const view = { startMs: 9_500, endMs: 249_500, width: 912 }
    const ticks = rulerTicks(view)
    expect(ticks[0]).toBe(30_000)
    expect(ticks.every((ms) => ms % 30_000 === 0 && ms <= view.endMs)).toBe(true)
    expect(xOf(view, ticks[1]!) - xOf(view, ticks[0]!)).toBeGreaterThanOrEqual(70)
  })
})

test('the index finds exactly what a full search finds', () => {
  const span = fc
    .tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 80 }))
    .map(([startMs, length]) => ({ startMs, endMs: startMs + length }))
  const at = fc.integer({ min: 0, max: 600 })
  fc.assert(
    fc.property(fc.array(span), at, at, (spans, a, b) => {
      const [from, to] = a < b ? [a, b] : [b, a]
      const found = spansBetween(indexSpans(spans), from, to)
      const searched = spans.filter((s) => s.startMs <= to && s.endMs >= from)
      expect(found).toHaveLength(searched.length)
      expect(new Set(found)).toEqual(new Set(searched))
    }),
  )
})
