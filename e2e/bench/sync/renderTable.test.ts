import { describe, expect, test } from 'vitest'
import { goals } from './goals.ts'
import { plan } from './plan.ts'
import type { RunRecord } from './records.ts'
import { renderTable } from './renderTable.ts'

const record = (target: string, rep: number, figures: Record<string, number>): RunRecord => ({
  ...{ kind: 'run', scenario: 'latency', variant: 'light', target, rep, isNoisy: false, figures },
})

const rowOf = (records: readonly RunRecord[], figure: string): string | undefined =>
  renderTable(undefined, records)
    .split('\n')
    .find((line) => line.startsWith(`| ${figure} |`))

describe('the table', () => {
  test('a ratio is the median of the ratios within each repetition', () => {
    const records = [
      ...[record('relay', 1, { p50: 1 }), record('studio', 1, { p50: 1.1 })],
      ...[record('relay', 2, { p50: 10 }), record('studio', 2, { p50: 11 })],
      ...[record('relay', 3, { p50: 1 }), record('studio', 3, { p50: 5 })],
    ]
    expect(rowOf(records, 'latency light, p50')).toBe(
      '| latency light, p50 | ≤ 1.2× | 1.10× · 5 ms · (1) | 3 |  |',
    )
  })

  test('what misses its goal is marked, and so is a run that failed', () => {
    const missed = [record('relay', 1, { p50: 1 }), record('studio', 1, { p50: 2, lost: 3 })]
    expect(rowOf(missed, 'latency light, p50')).toContain('| miss |')
    expect(rowOf(missed, 'latency light, lost')).toContain('| = 0 | 3 | 1 | miss |')
    const failed: RunRecord = { ...record('studio', 1, {}), error: 'did not start' }
    expect(rowOf([failed], 'latency light, p50')).toContain('| failed |')
    expect(renderTable(undefined, [failed])).toContain('latency light, studio: did not start')
  })

  test('other servers that ran beside ours have a column each', () => {
    const records = [
      ...[record('relay', 1, { p50: 1 }), record('studio', 1, { p50: 1.1 })],
      record('hocuspocus', 1, { p50: 1.75 }),
    ]
    expect(renderTable(undefined, records)).toContain('| runs |  | hocuspocus |')
    expect(rowOf(records, 'latency light, p50')).toBe(
      '| latency light, p50 | ≤ 1.2× | 1.10× · 1.1 ms · (1) | 1 |  | 1.75× · 1.75 ms |',
    )
    expect(rowOf(records, 'acknowledged light, p50')).toContain('| – |')
  })

  test('noisy runs count only where there are no three calm ones', () => {
    const noisy = { ...record('studio', 4, { lost: 9 }), isNoisy: true }
    const calm = [1, 2, 3].map((rep) => record('studio', rep, { lost: 0 }))
    expect(rowOf([...calm, noisy], 'latency light, lost')).toContain('| 0 | 3 |')
    expect(rowOf([noisy], 'latency light, lost')).toContain('| 9 | 1 | miss |')
  })
})

test('every goal belongs to a run of the plan, and every run has a goal', () => {
  const planned = new Set(plan.map(({ scenario, variant }) => `${scenario} ${variant}`))
  const asked = new Set(goals.map(({ run }) => run))
  expect([...asked].filter((run) => !planned.has(run))).toEqual([])
  expect([...planned].filter((run) => !asked.has(run))).toEqual([])
})

test('a ratio needs a base', () => {
  const bases = new Map(plan.map(({ scenario, variant, base }) => [`${scenario} ${variant}`, base]))
  const without = goals.filter(({ as, run }) => as === 'ratio' && !bases.get(run))
  expect(without).toEqual([])
})
