import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { StCode } from '#shared/study/model.ts'
import {
  type Coding,
  codeAt,
  codedCells,
  emptyCoding,
  playedOn,
  pressCode,
  toggleCell,
} from './codingModel.ts'

const recording = { startMs: 0, endMs: 100_000 }
const DELTA = 10_000
const press = (coding: Coding, atMs: number, code: StCode) =>
  pressCode(coding, { atMs, code }, recording, DELTA)
const letters = (coding: Coding) => codedCells(coding, recording, DELTA).join('')

/** A key every so often while the recording plays. */
const played = (...keys: readonly (readonly [number, StCode])[]): Coding => {
  let coding = emptyCoding(recording)
  let nowMs = 0
  for (const [atMs, code] of keys) {
    for (; nowMs < atMs; nowMs += 500) coding = playedOn(coding, nowMs, nowMs + 500)
    coding = press(coding, atMs, code)
  }
  return coding
}

describe('coding while the recording plays', () => {
  test('nothing is coded before the first key', () => {
    expect(playedOn(emptyCoding(recording), 0, 5_000)).toEqual(emptyCoding(recording))
  })

  test('the first key, pressed in the first cell, speaks for it from its beginning', () => {
    expect(press(emptyCoding(recording), 1_200, 'T').points).toEqual([{ atMs: 0, code: 'T' }])
    expect(press(emptyCoding(recording), 12_000, 'T').points).toEqual([{ atMs: 12_000, code: 'T' }])
  })

  test('from the first key on, what plays is coded', () => {
    const coding = played([1_000, 'T'], [20_000, 'S'], [40_000, 'T'])
    expect(letters(coding)).toBe('TTSS')
    expect(letters(playedOn(coding, 40_000, 60_000))).toBe('TTSSTT')
  })

  test('a jump ahead codes nothing in between: that stretch is S', () => {
    const coding = press(played([1_000, 'T'], [20_000, 'T']), 60_000, 'T')
    expect(letters(playedOn(coding, 60_000, 80_000))).toBe('TTSSSSTT')
  })

  test('playing what lies ahead after a jump is not coded until a key is pressed', () => {
    const coding = played([1_000, 'T'], [20_000, 'S'])
    expect(playedOn(coding, 70_000, 75_000)).toEqual(coding)
  })

  test('a key in what is coded already holds until the next point that is there', () => {
    const coding = played([1_000, 'T'], [30_000, 'S'], [60_000, 'T'], [80_000, 'T'])
    expect(letters(press(coding, 40_000, 'T'))).toBe('TTTSTTTT')
  })
})

describe('turning a cell over', () => {
  const coding = played([0, 'T'], [30_000, 'S'], [60_000, 'T'], [80_000, 'T'])
  test.each([
    ['in the middle of a run', 10_000, 'TSTSSSTT'],
    ['at the start of a run', 30_000, 'TTTTSSTT'],
    ['at the end of a run', 50_000, 'TTTSSTTT'],
  ])('%s changes that cell alone', (_name, startMs, expected) => {
    expect(letters(toggleCell(coding, { startMs, endMs: startMs + DELTA }))).toBe(expected)
  })

  test('a cell not coded yet becomes T and moves the frontier', () => {
    const next = toggleCell(coding, { startMs: 80_000, endMs: 90_000 })
    expect(letters(next)).toBe('TTTSSSTTT')
    expect(codeAt(next, 90_000)).toBeNull()
  })

  test('turning twice gives the same cells as before', () => {
    const code = fc.constantFrom<StCode>('T', 'S')
    const cells = fc.array(code, { minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(cells, fc.nat(), (sequence, n) => {
        const points = sequence.map((letter, k) => ({ atMs: k * DELTA, code: letter }))
        const before: Coding = { points, coveredMs: sequence.length * DELTA }
        const k = n % sequence.length
        const cell = { startMs: k * DELTA, endMs: (k + 1) * DELTA }
        const turned = toggleCell(before, cell)
        const flipped = sequence.map((c, i) => (i === k ? (c === 'T' ? 'S' : 'T') : c))
        expect(letters(turned)).toBe(flipped.join(''))
        expect(letters(toggleCell(turned, cell))).toBe(sequence.join(''))
      }),
    )
  })
})
