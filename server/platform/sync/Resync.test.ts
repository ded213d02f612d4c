import { expect, test } from 'vitest'
import { judgeUpdate } from './gate.ts'
import { Knowledge } from './Knowledge.ts'
import { Resync } from './Resync.ts'

/** What builds on five clocks that are not here: collected structs, the smallest that there are. */
const ofManyStructs = (bytes: number): Uint8Array => {
  const count = Math.floor(bytes / 2) - 8
  const head = [1, 0x80 | (count & 0x7f), 0x80 | ((count >> 7) & 0x7f), count >> 14, 7, 5]
  return Buffer.concat([Buffer.of(...head), Buffer.alloc(2 * count).fill('\0\x01'), Buffer.of(0)])
}

/** The most that `resync` takes in one piece. */
const mostThatIsDropped = (): number => {
  let [fits, isTooMuch] = [0, 2 ** 24]
  while (isTooMuch - fits > 1) {
    const middle = (fits + isTooMuch) >> 1
    if (new Resync().drop(new Uint8Array(middle))) fits = middle
    else isTooMuch = middle
  }
  return fits
}

const verdictOn = (update: Uint8Array): string => {
  const verdict = judgeUpdate(
    update,
    { userId: 'wangfang', canWrite: true, newIds: 0 },
    {
      ...{ knowledge: new Knowledge(), owners: new Map(), presentAs: () => undefined },
      ...{ roots: null, sizeBytes: 0, maxBytes: 2 ** 30, isDamaged: false },
    },
  )
  return verdict.kind === 'close' ? verdict.reason : verdict.kind
}

test('[DR9] [DR22] all that is dropped is read in one go, and the gate would take it as one update', () => {
  expect(verdictOn(ofManyStructs(mostThatIsDropped()))).toBe('gap')
  // Control: it takes few more.
  expect(verdictOn(ofManyStructs(mostThatIsDropped() + 8192))).toBe('TooLarge')
})

test('[DR9] many small ones are dropped as long as they are no more than a few large ones', () => {
  const resync = new Resync()
  let count = 0
  while (resync.drop(new Uint8Array(32))) count += 1
  expect(count).toBeGreaterThan(1000)
  expect(count).toBeLessThan(10_000)
})

test('[DR9] the next SyncStep2 has to bring all that was dropped, and then nothing is awaited', () => {
  const resync = new Resync()
  const [first, second] = [Uint8Array.of(1), Uint8Array.of(2)]
  const asked: Uint8Array[] = []
  const knowing = (most: number) => ({
    knows: (update: Uint8Array) => asked.push(update) <= most,
  })
  expect(resync.answered(knowing(0))).toBe(true)
  resync.drop(first)
  resync.drop(second)
  expect([resync.isAwaited, resync.hasAnswered, resync.received]).toEqual([true, true, 2])
  expect(resync.answered(knowing(1))).toBe(false)
  expect(asked).toEqual([first, second])
  expect(resync.isAwaited).toBe(false)
  expect(resync.answered(knowing(0))).toBe(true)
})
