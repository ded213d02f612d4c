import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Bus } from './Bus.ts'

/** Two ends of one bus, as two processes have them; for a single process both are the same. */
export type BusUnderTest = { readonly here: Bus; readonly there: Bus; close(): Promise<void> }

const heardBy = (bus: Bus, channel: string): unknown[] => {
  const heard: unknown[] = []
  bus.subscribe(channel, (message) => heard.push(message))
  return heard
}

/** One suite for every driver. */
export const busContract = (driver: string, open: () => Promise<BusUnderTest>): void => {
  describe(`${driver} carries messages`, () => {
    let under: BusUnderTest
    beforeEach(async () => {
      under = await open()
    })
    afterEach(() => under.close())

    test('this process hears before the call returns', () => {
      const heard = heardBy(under.here, 'a')
      under.here.publish('a', { n: 1, 词: '教案' })
      expect(heard).toEqual([{ n: 1, 词: '教案' }])
    })

    test('every process hears everything once and in order', async () => {
      const heard = heardBy(under.there, 'a')
      for (let n = 0; n < 500; n += 1) under.here.publish('a', n)
      await expect.poll(() => heard.length, { timeout: 5000 }).toBe(500)
      expect(heard).toEqual(Array.from({ length: 500 }, (_, n) => n))
    })

    test('only who listens to the channel hears, and only until the end of it', async () => {
      const other = heardBy(under.there, 'b')
      const ended: unknown[] = []
      under.there.subscribe('a', (message) => ended.push(message))()
      const heard = heardBy(under.there, 'a')
      under.here.publish('a', 1)
      await expect.poll(() => heard).toEqual([1])
      expect([other, ended]).toEqual([[], []])
    })

    test('a listener that throws harms nobody else', async () => {
      under.there.subscribe('a', () => {
        throw new Error('a listener of the test')
      })
      const heard = heardBy(under.there, 'a')
      under.here.publish('a', 1)
      under.here.publish('a', 2)
      await expect.poll(() => heard).toEqual([1, 2])
    })

    test('nobody can change what another hears', async () => {
      under.there.subscribe('a', (message) => {
        if (message && typeof message === 'object') Object.assign(message, { n: 2 })
      })
      const heard = heardBy(under.there, 'a')
      under.here.publish('a', { n: 1 })
      await expect.poll(() => heard).toEqual([{ n: 1 }])
    })

    test('is connected', () => expect(under.here.isConnected()).toBe(true))
  })
}
