import { describe, expect, it } from 'vitest'
import { take } from '../fixtures/kit.ts'
import { findSync } from './findSync.ts'
import { runsOf } from './runsOf.ts'

const joined = (name: 'first' | 'fragmented'): Uint8Array => Buffer.concat(take(name).slices)

describe('sync points', () => {
  it('are the clusters of a real WebM and the fragments of a real MP4', () => {
    const webm = joined('first')
    const first = findSync(webm, 'webm')
    expect(first).toBeGreaterThan(100)
    expect(findSync(webm, 'webm', first + 1)).toBeGreaterThan(first)
    expect(findSync(joined('fragmented'), 'mp4')).toBeGreaterThan(100)
  })

  it('are not every byte sequence that looks like one', () => {
    const fake = new Uint8Array(64)
    fake.set([0x1f, 0x43, 0xb6, 0x75, 0x81, 0x00], 10)
    expect(findSync(fake, 'webm')).toBe(-1)
    fake.set([0x1f, 0x43, 0xb6, 0x75, 0x84, 0xe7], 30)
    expect(findSync(fake, 'webm')).toBe(30)
  })
})

describe('runs', () => {
  it.each([
    [[], []],
    [[0, 1, 2], [[0, 1, 2]]],
    [
      [5, 0, 1, 4],
      [
        [0, 1],
        [4, 5],
      ],
    ],
  ])('%j → %j', (numbers, runs) => {
    const things = (numbers as number[]).map((number) => ({ number }))
    expect(runsOf(things).map((run) => run.map((thing) => thing.number))).toEqual(runs)
  })
})
