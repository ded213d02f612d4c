import { describe, expect, it } from 'vitest'
import type { VersionId } from '#shared/ids.ts'
import { outdatedVersions } from './outdatedVersions.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const NOW = new Date(2026, 8, 30, 12, 0).getTime()

const version = (name: string, ago: number, kind: 'named' | 'beforeRestore' = 'beforeRestore') => ({
  versionId: name as VersionId,
  kind,
  atMs: NOW - ago,
})
const gone = (...versions: ReturnType<typeof version>[]) => outdatedVersions(versions, NOW)

describe('what the server kept by itself', () => {
  it('stays for a day, all of it', () => {
    expect(
      gone(version('a', 0), version('b', 1000), version('c', 2000), version('d', DAY)),
    ).toEqual([])
  })

  it('stays for a week as the newest of every hour', () => {
    const twoDays = 2 * DAY
    expect(
      gone(
        version('late', twoDays),
        version('early', twoDays + 50 * 60_000),
        version('x', 3 * DAY),
      ),
    ).toEqual([])
    // 12:00 is an hour of its own; 11:10 and 11:50 are not.
    expect(
      gone(version('11:50', twoDays + HOUR / 6), version('11:10', twoDays + 50 * 60_000)),
    ).toEqual(['11:10'])
  })

  it('stays for a term as the newest of every day', () => {
    const tenDays = 10 * DAY
    expect(
      gone(
        version('noon', tenDays),
        version('morning', tenDays + 3 * HOUR),
        version('y', 11 * DAY),
      ),
    ).toEqual(['morning'])
  })

  it('goes after a term', () => {
    expect(gone(version('old', 200 * DAY))).toEqual(['old'])
  })
})

it('what a person named stays for ever, however many', () => {
  const named = [0, 1, 2, 300, 301].map((days) => version(`n${days}`, days * DAY, 'named'))
  expect(gone(...named, version('n', 300 * DAY + 1, 'named'))).toEqual([])
})
