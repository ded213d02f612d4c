import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Rounds } from './Rounds.ts'

const crowd = Array.from({ length: 100 }, (_, i) => i)

describe('[DR15] presence is told in rounds', () => {
  it('everybody once, in order, with what was new when the round began', async () => {
    const told: string[] = []
    let waiting = ['first']
    const rounds = new Rounds<number, string>({
      news: () => waiting.splice(0),
      hasMore: () => waiting.length > 0,
      listeners: () => crowd,
      tell: (listener, news) => told.push(`${listener} ${news.join()}`),
    })
    rounds.due()
    await sleep(1)
    waiting = ['second']
    rounds.due()
    await expect.poll(() => told.length).toBe(200)
    expect(told).toEqual([...crowd.map((i) => `${i} first`), ...crowd.map((i) => `${i} second`)])
  })

  it('lets others have their turn in the middle of a crowd', async () => {
    let told = 0
    let toldWhenOthersHadTheirTurn = 0
    const news = ['news']
    const rounds = new Rounds<number, string>({
      news: () => news.splice(0),
      hasMore: () => false,
      listeners: () => crowd,
      tell: () => {
        told += 1
        if (told === 1) setImmediate(() => (toldWhenOthersHadTheirTurn = told))
      },
    })
    rounds.due()
    await expect.poll(() => told).toBe(100)
    expect(toldWhenOthersHadTheirTurn).toBeLessThan(100)
  })

  it('ends in the middle when everybody is gone', async () => {
    let told = 0
    const rounds = new Rounds<number, string>({
      news: () => ['news'],
      hasMore: () => true,
      listeners: () => crowd,
      tell: () => {
        told += 1
        if (told === 1) setImmediate(() => rounds.stop())
      },
    })
    rounds.due()
    await expect.poll(() => told).toBeGreaterThan(0)
    await sleep(30)
    expect(told).toBeLessThan(100)
  })
})
