import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { gather } from './gather.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const gathering = () => {
  const done: string[] = []
  const failed: unknown[] = []
  const notes = gather<string>({
    waitMs: 100,
    work: async (pieces) => {
      if (pieces.includes('bad')) throw new Error('no')
      done.push(pieces.join('+'))
    },
    onFailed: (thrown) => failed.push(thrown),
  })
  return { notes, done, failed }
}

test('what comes within a moment is done in one go', async () => {
  const { notes, done } = gathering()
  notes.add('a')
  await vi.advanceTimersByTimeAsync(60)
  notes.add('b', 'c')
  await vi.advanceTimersByTimeAsync(39)
  expect(done).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  notes.add('d')
  await vi.advanceTimersByTimeAsync(100)
  expect(done).toEqual(['a+b+c', 'd'])
})

test('flushing waits for nothing but the work', async () => {
  const { notes, done } = gathering()
  notes.add('a')
  await notes.flush()
  await notes.flush()
  expect(done).toEqual(['a'])
  expect(vi.getTimerCount()).toBe(0)
})

test('what fails is said, and the next is done', async () => {
  const { notes, done, failed } = gathering()
  notes.add('bad')
  await notes.flush()
  notes.add('good')
  await notes.flush()
  expect(failed).toHaveLength(1)
  expect(done).toEqual(['good'])
})
