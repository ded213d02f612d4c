import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { emptySnapshot } from './DocSnapshot.ts'
import { Folding } from './Folding.ts'
import { LeftAlone } from './GivenUp.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A document with so much that no snapshot has, and how often it was folded. */
const documentWith = (count: number, sizeBytes: number) => {
  const fold = vi.fn(async () => emptySnapshot)
  const warn = vi.fn()
  const folding = new Folding({
    ...{ name: 'plan:plan0001', fence: 1, owner: {}, log: { lastSeq: count } },
    document: { unfolded: { count, sizeBytes }, updates: () => [], folded: () => undefined },
    // What it makes of its updates is the workshop's; here only when it asks.
    workshop: { fold },
    store: { saveSnapshot: async () => undefined },
    ...{ clock: { now: () => 0 }, notes: { warn } },
  } as unknown as ConstructorParameters<typeof Folding>[0])
  return { folding, fold, warn }
}

test('[DR18] a burst is let through before it is folded, all of it at once', async () => {
  const { folding, fold } = documentWith(3000, 60_000)
  for (let i = 0; i < 100; i += 1) folding.mayBeDue()
  await vi.advanceTimersByTimeAsync(900)
  expect(fold).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(200)
  expect(fold).toHaveBeenCalledTimes(1)
})

test('[DR18] so much that the document may grow no further is folded at once', () => {
  const { folding, fold } = documentWith(3000, 4 * 1024 * 1024)
  folding.mayBeDue()
  expect(fold).toHaveBeenCalledTimes(1)
})

test('[DR18] when everybody has left nothing is waited for, and nothing comes after', async () => {
  const { folding, fold } = documentWith(3000, 60_000)
  folding.mayBeDue()
  await folding.settle().catch(() => undefined)
  expect(fold).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(fold).toHaveBeenCalledTimes(1)
})

test('[DR18] what was forbidden meanwhile is not folded', async () => {
  const { folding, fold } = documentWith(3000, 60_000)
  folding.mayBeDue()
  folding.forbid()
  await vi.advanceTimersByTimeAsync(10_000)
  await folding.settle()
  expect(fold).not.toHaveBeenCalled()
})

test('[DR18] what could not be folded is not packed anew with every letter', async () => {
  const { folding, fold } = documentWith(3000, 4 * 1024 * 1024)
  fold.mockRejectedValue(new Error('the thread could not be made'))
  const write = async () => {
    folding.mayBeDue()
    await vi.advanceTimersByTimeAsync(1)
  }
  for (let i = 0; i < 200; i += 1) await write()
  expect(fold).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(5000)
  expect(fold).toHaveBeenCalledTimes(2)
  fold.mockResolvedValue(emptySnapshot)
  await write()
  await vi.advanceTimersByTimeAsync(5000)
  expect(fold).toHaveBeenCalledTimes(3)
  // From then on it is done at once again.
  await write()
  expect(fold).toHaveBeenCalledTimes(4)
})

test('[DR18] of a document that is left alone for now it is not said every few seconds that it could not be folded', async () => {
  const { folding, fold, warn } = documentWith(3000, 60_000)
  const write = async () => {
    folding.mayBeDue()
    await vi.advanceTimersByTimeAsync(6000)
  }
  fold.mockRejectedValueOnce(new Error('it was at it for too long'))
  await write()
  expect(warn).toHaveBeenCalledTimes(1)
  fold.mockRejectedValue(new LeftAlone(60_000))
  for (let i = 0; i < 10; i += 1) await write()
  expect(warn).toHaveBeenCalledTimes(1)
  fold.mockResolvedValue(emptySnapshot)
  const asked = fold.mock.calls.length
  await write()
  expect(fold).toHaveBeenCalledTimes(asked + 1)
})
