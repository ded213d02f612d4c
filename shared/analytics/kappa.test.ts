import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { StCode } from '../study/model.ts'
import { agreementTable, compareCodings } from './agreement.ts'
import { wilson } from './interval.ts'
import { type AgreementTable, cohenKappa } from './kappa.ts'

const codes = (letters: string) => [...letters] as StCode[]
const ST1 = 'TTTTSTTSSTSSTTSTSSSTTTSSTTTTSS'
const ST_OTHER = 'TTTSSTTSSTSTTTSTSSSTTTSSTTTSSS'

const vectors: readonly (readonly [string, AgreementTable, number])[] = [
  [
    'CK1',
    [
      [20, 5],
      [10, 15],
    ],
    0.4,
  ],
  [
    'CK2a',
    [
      [45, 15],
      [25, 15],
    ],
    0.130435,
  ],
  [
    'CK2b',
    [
      [25, 35],
      [5, 35],
    ],
    0.259259,
  ],
  [
    'CK3',
    [
      [7, 7, 2, 3],
      [2, 8, 3, 7],
      [1, 5, 4, 9],
      [2, 8, 9, 14],
    ],
    0.12933,
  ],
  [
    'CK4',
    [
      [38, 5, 0, 1],
      [33, 11, 3, 0],
      [10, 14, 5, 6],
      [3, 7, 3, 10],
    ],
    0.207942,
  ],
  [
    'CK5',
    [
      [5, 3, 0, 0],
      [3, 11, 4, 0],
      [2, 13, 3, 4],
      [1, 2, 4, 14],
    ],
    0.296517,
  ],
  [
    'CK6',
    [
      [13, 0, 0],
      [0, 20, 7],
      [0, 4, 56],
    ],
    0.796409,
  ],
  [
    'CK7',
    [
      [118, 5],
      [2, 0],
    ],
    -0.023392,
  ],
  [
    'CK8',
    [
      [75, 1, 4],
      [5, 4, 1],
      [0, 0, 10],
    ],
    0.676471,
  ],
  [
    'CK9',
    [
      [95, 4],
      [1, 0],
    ],
    -0.01626,
  ],
  [
    'CK10',
    [
      [1, 15, 1],
      [3, 0, 3],
      [2, 3, 2],
    ],
    -0.25,
  ],
  [
    'CK11b',
    [
      [6, 0],
      [4, 0],
    ],
    0,
  ],
  [
    'ST-agree',
    [
      [15, 2],
      [1, 12],
    ],
    0.798206,
  ],
]

describe('Cohen’s κ', () => {
  test.each(vectors)('[%s]', (_id, table, kappa) => {
    expect(cohenKappa(table).kappa).toBeCloseTo(kappa, 6)
  })

  test('[CK1] parts', () => {
    expect(cohenKappa(vectors[0]![1])).toMatchObject({ n: 50, observed: 0.7, expected: 0.5 })
  })

  test('[CK11] one single category used by both is undefined, not 1', () => {
    const { kappa, standardError, interval, observed } = cohenKappa([
      [10, 0],
      [0, 0],
    ])
    expect({ kappa, standardError, interval, observed }).toEqual({
      kappa: undefined,
      standardError: undefined,
      interval: undefined,
      observed: 1,
    })
  })

  test('no unit: nothing is defined', () => {
    expect(
      cohenKappa([
        [0, 0],
        [0, 0],
      ]),
    ).toEqual({
      n: 0,
      observed: undefined,
      observedInterval: undefined,
      expected: undefined,
      kappa: undefined,
      standardError: undefined,
      interval: undefined,
    })
  })

  test.each([
    ['CK1', vectors[0]![1], 0.126996],
    ['CK3', vectors[3]![1], 0.068599],
    ['CK4', vectors[4]![1], 0.050455],
    ['CK6', vectors[6]![1], 0.058911],
    ['ST-agree', vectors[12]![1], 0.110257],
  ] as const)('[CI2] standard error of %s', (_id, table, se) => {
    expect(cohenKappa(table).standardError).toBeCloseTo(se, 6)
  })

  test('[CI2] intervals, cut at 1', () => {
    const ck1 = cohenKappa(vectors[0]![1]).interval
    expect(ck1?.low).toBeCloseTo(0.151092, 6)
    expect(ck1?.high).toBeCloseTo(0.648908, 6)
    const own = cohenKappa(vectors[12]![1]).interval
    expect(own?.low).toBeCloseTo(0.582107, 6)
    expect(own?.high).toBe(1)
  })

  test.each([
    [27, 30, 0.743789, 0.9654],
    [10, 10, 0.722467, 1],
    [0, 10, 0, 0.277533],
  ])('[CI1] %d of %d', (hits, n, low, high) => {
    expect(wilson(hits, n)?.low).toBeCloseTo(low, 6)
    expect(wilson(hits, n)?.high).toBeCloseTo(high, 6)
  })

  test('a third, unused category leaves κ as it is', () => {
    expect(
      cohenKappa([
        [20, 5, 0],
        [10, 15, 0],
        [0, 0, 0],
      ]).kappa,
    ).toBeCloseTo(0.4, 12)
  })

  test('κ is symmetric in its coders, lies in [−1, 1] and inside its interval', () => {
    const count = fc.integer({ min: 0, max: 40 })
    const table = fc.array(fc.array(count, { minLength: 3, maxLength: 3 }), {
      minLength: 3,
      maxLength: 3,
    })
    fc.assert(
      fc.property(table, (rows) => {
        const { kappa, interval } = cohenKappa(rows)
        const turned = cohenKappa(rows.map((_, j) => rows.map((row) => row[j]!)))
        if (kappa === undefined || !interval) return expect(turned.kappa).toBeUndefined()
        expect(turned.kappa).toBeCloseTo(kappa, 9)
        expect(kappa).toBeGreaterThanOrEqual(-1)
        expect(kappa).toBeLessThanOrEqual(1)
        expect(interval.low).toBeLessThanOrEqual(kappa)
        expect(interval.high).toBeGreaterThanOrEqual(kappa)
      }),
    )
  })
})

const points = (letters: string, deltaMs: number) =>
  codes(letters).map((code, k) => ({ atMs: k * deltaMs, code }))

describe('two passes over one recording', () => {
  const recording = { startMs: 0, endMs: 900_000 }
  const whole = (letters: string) => ({ points: points(letters, 30_000), coveredMs: 900_000 })

  test('[ST-agree]', () => {
    const agreement = compareCodings(whole(ST1), whole(ST_OTHER), recording, 30_000)
    expect(agreement.table).toEqual([
      [15, 2],
      [1, 12],
    ])
    expect(agreement.observed).toBe(0.9)
    expect(agreement.kappa).toBeCloseTo(0.798206, 6)
    expect(agreement.disagreements).toEqual([
      { index: 4 - 1, startMs: 90_000, endMs: 120_000, first: 'T', second: 'S' },
      { index: 11, startMs: 330_000, endMs: 360_000, first: 'S', second: 'T' },
      { index: 27, startMs: 810_000, endMs: 840_000, first: 'T', second: 'S' },
    ])
    expect(agreement.isTentative).toBe(false)
  })

  test('only the span both have coded counts, and under 30 units it is tentative', () => {
    const half = { ...whole(ST_OTHER), coveredMs: 300_000 }
    const agreement = compareCodings(whole(ST1), half, recording, 30_000)
    expect(agreement).toMatchObject({ n: 10, isTentative: true })
    expect(agreement.disagreements.map((unit) => unit.index)).toEqual([3])
  })

  test('the last, shorter unit ends with the recording', () => {
    const short = { startMs: 0, endMs: 35_000 }
    const a = { points: points('TS', 30_000), coveredMs: 35_000 }
    const b = { points: points('TT', 30_000), coveredMs: 35_000 }
    expect(compareCodings(a, b, short, 30_000).disagreements).toEqual([
      { index: 1, startMs: 30_000, endMs: 35_000, first: 'S', second: 'T' },
    ])
  })

  test('sequences of unequal length are compared as far as both go', () => {
    expect(agreementTable(codes('TTS'), codes('TS'))).toEqual([
      [1, 1],
      [0, 0],
    ])
  })
})
