import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Rounds } from './Rounds.ts'

const crowd = [1, 2, 3]

describe('[DR15] presence is told in rounds', () => {
  it('everybody once, of all that came until the round began', async () => {
    const told: string[] = []
    let waiting = ['one', 'two']
    const rounds = new Rounds<number, string>({
      news: () => waiting.splice(0),
      hasMore: () => waiting.length > 0,
      listeners: () => crowd,
      tell: (listener, news) => told.push(`${listener} ${news.join()}`),
    })
    rounds.due()
    rounds.due()
    await expect.poll(() => told.length).toBe(3)
    waiting = ['three']
    rounds.due()
    await expect.poll(() => told.length).toBe(6)
    const expected = ['one,two', 'three'].flatMap((news) => crowd.map((i) => `${i} ${news}`))
    expect(told).toEqual(expected)
  })

  it('ends when everybody is gone', async () => {
    let told = 0
    const rounds = new Rounds<number, string>({
      news: () => ['news'],
      hasMore: () => true,
      listeners: () => crowd,
      tell: () => {
        told += 1
      },
    })
    rounds.due()
    await expect.poll(() => told).toBeGreaterThan(3)
    rounds.stop()
    const before = told
    await sleep(50)
    expect(told).toBe(before)
  })
})
