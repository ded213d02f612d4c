import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { StCode } from '../study/model.ts'
import { nearestSample, stCurve } from './stCurve.ts'
import { stMeasures } from './stMeasures.ts'
import { defaultDeltaMs, type StSpan, samplePoints, sampleSpans } from './stSequence.ts'

const codes = (letters: string) => [...letters] as StCode[]
const HALF_MINUTE = 30_000

const vectors = [
  ['ST1', 'TTTTSTTSSTSSTTSTSSSTTTSSTTTTSS', 30, 17, 14, 0.566667, 0.433333, 'dialogue'],
  ['ST2', 'TTTTTTTTTSTTTTTTTTSS', 20, 17, 4, 0.85, 0.15, 'lecture'],
  ['ST3', 'TTSSSSSSSSSSTSSSSSSS', 20, 3, 4, 0.15, 0.15, 'practice'],
  ['ST4', 'TSTSTSTSTSTSTSTSTSTS', 20, 10, 20, 0.5, 0.95, 'dialogue'],
  ['ST5', 'TTTTTTTSSS', 10, 7, 2, 0.7, 0.1, 'lecture'],
  ['ST6', 'TTTSSSSSSS', 10, 3, 2, 0.3, 0.1, 'practice'],
  ['ST7', 'TTSSTTSSTT', 10, 6, 5, 0.6, 0.4, 'dialogue'],
  ['ST8', 'TTTSSTTTSSTTTSSTTTSS', 20, 12, 8, 0.6, 0.35, 'mixed'],
  ['ST9', 'TSTSTTSTTT', 10, 7, 7, 0.7, 0.6, 'lecture'],
  ['ST10', 'TTTTTTTTTT', 10, 10, 1, 1, 0, 'lecture'],
] as const

describe('S–T measures', () => {
  test.each(vectors)('[%s] %s', (_id, letters, n, teaching, runs, rt, ch, mode) => {
    const measures = stMeasures(codes(letters), HALF_MINUTE, { force: true })
    expect(measures).toMatchObject({ n, teaching, runs, mode, refusal: null })
    expect(measures.rt).toBeCloseTo(rt, 6)
    expect(measures.ch).toBeCloseTo(ch, 6)
  })

  test('[ST11] an empty sequence has no figures, forced or not', () => {
    expect(stMeasures([], HALF_MINUTE, { force: true })).toEqual({
      n: 0,
      teaching: 0,
      runs: 0,
      rt: undefined,
      ch: undefined,
      mode: undefined,
      refusal: 'empty',
      deltaMs: HALF_MINUTE,
    })
  })

  test.each([
    ['TTTTTTTTTSTTTTTTTTSS', 9_999, 'interval', undefined],
    ['TTTTTTTTTSTTTTTTTTSS', 10_000, null, 'lecture'],
    ['TTTTTTTTTSTTTTTTTTSS', 60_000, null, 'lecture'],
    ['TTTTTTTTTSTTTTTTTTSS', 60_001, 'interval', undefined],
    ['TTTTTTTTTSTTTTTTTTS', 30_000, 'too-few', undefined],
  ] as const)('%s every %d ms: refusal %s', (letters, deltaMs, refusal, mode) => {
    expect(stMeasures(codes(letters), deltaMs)).toMatchObject({ refusal, mode })
  })

  test('Ch never exceeds 2·min(Rt, 1 − Rt), and curves end at (N_T, N_S)', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom<StCode>('T', 'S'), { minLength: 1 }), (sequence) => {
        const { n, teaching, runs } = stMeasures(sequence, HALF_MINUTE, { force: true })
        expect(runs - 1).toBeLessThanOrEqual(2 * Math.min(teaching, n - teaching))
        expect(runs).toBeGreaterThanOrEqual(1)
        expect(stCurve(sequence, HALF_MINUTE).at(-1)).toEqual({
          teachingMs: teaching * HALF_MINUTE,
          studentMs: (n - teaching) * HALF_MINUTE,
        })
      }),
    )
  })

  test('[ST1] the curve ends at (17, 13)', () => {
    expect(stCurve(codes(vectors[0][1]), 1).at(-1)).toEqual({ teachingMs: 17, studentMs: 13 })
  })

  test('a place on the curve names the sample that led to it', () => {
    const curve = stCurve(codes('TTSS'), 10)
    expect(nearestSample(curve, { teachingMs: 0, studentMs: 0 })).toBe(0)
    expect(nearestSample(curve, { teachingMs: 19, studentMs: 1 })).toBe(1)
    expect(nearestSample(curve, { teachingMs: 21, studentMs: 30 })).toBe(3)
  })
})

const blocks: readonly (readonly [StCode, number])[] = [
  ['T', 75],
  ['S', 25],
  ['T', 35],
  ['S', 55],
  ['T', 20],
  ['S', 40],
  ['T', 50],
  ['S', 30],
  ['T', 25],
  ['S', 35],
  ['T', 45],
  ['S', 45],
  ['T', 30],
  ['S', 60],
  ['T', 40],
  ['S', 20],
  ['T', 60],
  ['S', 30],
]

const blockSpans = (startMs: number): readonly StSpan[] => {
  let atMs = startMs
  return blocks.map(([code, seconds]) => {
    const span = { startMs: atMs, endMs: atMs + seconds * 1000, code }
    atMs = span.endMs
    return span
  })
}

describe('sampling', () => {
  test.each([
    [1, 720, 18, 0.527778, 0.023611, 'mixed'],
    [3, 240, 18, 0.525, 0.070833, 'mixed'],
    [5, 144, 18, 0.527778, 0.118056, 'mixed'],
    [10, 72, 18, 0.555556, 0.236111, 'mixed'],
    [15, 48, 18, 0.520833, 0.354167, 'mixed'],
    [30, 24, 14, 0.541667, 0.541667, 'dialogue'],
    [60, 12, 5, 0.583333, 0.333333, 'mixed'],
  ] as const)('the 720 s lesson every %d s', (seconds, n, runs, rt, ch, mode) => {
    const range = { startMs: 4000, endMs: 724_000 }
    const sequence = sampleSpans(blockSpans(4000), range, seconds * 1000)
    const measures = stMeasures(sequence, seconds * 1000, { force: true })
    expect(measures).toMatchObject({ n, runs, mode })
    expect(measures.rt).toBeCloseTo(rt, 6)
    expect(measures.ch).toBeCloseTo(ch, 6)
  })

  test('every 30 s the lesson reads as the published sequence', () => {
    const sequence = sampleSpans(blockSpans(0), { startMs: 0, endMs: 720_000 }, 30_000)
    expect(sequence.join('')).toBe('TTTSTSSSSTSTSTTSTSSTTTTS')
  })

  test('725 s every 30 s are 25 samples: the last short piece counts', () => {
    expect(samplePoints([], { startMs: 0, endMs: 725_000 }, 30_000)).toHaveLength(25)
  })

  test('a lesson of exactly 15 minutes is sampled every 10 s', () => {
    expect(defaultDeltaMs(900_000)).toBe(10_000)
    expect(defaultDeltaMs(900_001)).toBe(30_000)
  })

  test.each([
    [
      'at a boundary the later span holds',
      [
        [0, 'S'],
        [10, 'T'],
        [20, 'S'],
      ],
      'STS',
    ],
    ['an uncoded beginning is S', [[10, 'T']], 'STT'],
    ['nothing coded is S throughout', [], 'SSS'],
  ] as const)('%s', (_name, points, expected) => {
    const asPoints = points.map(([atMs, code]) => ({ atMs, code }))
    expect(samplePoints(asPoints, { startMs: 0, endMs: 30 }, 10).join('')).toBe(expected)
  })

  test('T wins over S where spans overlap, and empty spans are ignored', () => {
    const spans: StSpan[] = [
      { startMs: 0, endMs: 40, code: 'S' },
      { startMs: 10, endMs: 30, code: 'T' },
      { startMs: 12, endMs: 14, code: 'T' },
      { startMs: 0, endMs: 0, code: 'T' },
    ]
    expect(sampleSpans(spans, { startMs: 0, endMs: 40 }, 10).join('')).toBe('STTS')
  })

  test('the sweep agrees with asking every span at every moment', () => {
    const span = fc.record({
      startMs: fc.integer({ min: 0, max: 200 }),
      endMs: fc.integer({ min: 0, max: 200 }),
      code: fc.constantFrom<StCode>('T', 'S'),
    })
    fc.assert(
      fc.property(fc.array(span), fc.integer({ min: 1, max: 40 }), (spans, deltaMs) => {
        const range = { startMs: 5, endMs: 150 }
        const asked = sampleSpans(spans, range, deltaMs).map((_, k) => {
          const atMs = range.startMs + k * deltaMs
          const holds = spans.some((s) => s.code === 'T' && s.startMs <= atMs && atMs < s.endMs)
          return holds ? 'T' : 'S'
        })
        expect(sampleSpans(spans, range, deltaMs)).toEqual(asked)
      }),
    )
  })
})
