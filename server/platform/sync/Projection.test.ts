import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { UserId } from '#shared/ids.ts'
import { Projection } from './Projection.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const notNow = async () => {
  throw new Error('the database is busy')
}

/** A room of which seven updates are written, and what its owner is told. */
const startProjection = (lastSeq = () => 7) => {
  const run = vi.fn<(authors: readonly UserId[]) => Promise<void>>(async () => undefined)
  const onSettled = vi.fn<(uptoSeq: number) => Promise<void>>(async () => undefined)
  const projection = new Projection({ lastSeq, run, onSettled, onFailed: () => undefined })
  return { projection, run, onSettled }
}

test('[DR24] what could not be told is told again, with all who wrote', async () => {
  const { projection, run } = startProjection()
  run.mockImplementationOnce(notNow)
  projection.touched(['wangfang'])
  await vi.advanceTimersByTimeAsync(1000)
  expect(run).toHaveBeenCalledTimes(1)
  expect(projection.isIdle).toBe(false)
  projection.touched(['zhaolei1'])
  await vi.advanceTimersByTimeAsync(10_000)
  expect(run).toHaveBeenCalledTimes(2)
  expect(new Set(run.mock.lastCall?.[0])).toEqual(new Set(['wangfang', 'zhaolei1']))
  expect(projection.isIdle).toBe(true)
})

test('[DR24] nor is it lost when the document is being loaded anew just then', async () => {
  let isOpen = false
  const { projection, run } = startProjection(() => {
    if (!isOpen) throw new Error('not open')
    return 7
  })
  projection.touched(['wangfang'])
  await vi.advanceTimersByTimeAsync(1000)
  expect(run).not.toHaveBeenCalled()
  isOpen = true
  await vi.advanceTimersByTimeAsync(10_000)
  expect(run.mock.calls).toEqual([[['wangfang']]])
})

test('[DR8] of a document whose database has gone back in time what is left is told', async () => {
  let lastSeq = 7
  const { projection, run, onSettled } = startProjection(() => lastSeq)
  projection.touched(['wangfang'])
  await vi.advanceTimersByTimeAsync(1000)
  expect(run).toHaveBeenCalledTimes(1)
  projection.mayLack()
  expect(projection.isIdle).toBe(true)
  lastSeq = 5
  projection.mayLack()
  await projection.settle()
  expect(run).toHaveBeenCalledTimes(2)
  // Seven would pass over what is written under six and seven next.
  expect(onSettled.mock.calls).toEqual([[5]])
})

test('[DR24] what can never be told is tried less and less often', async () => {
  const { projection, run } = startProjection()
  run.mockImplementation(notNow)
  projection.touched(['wangfang'])
  await vi.advanceTimersByTimeAsync(60 * 60_000)
  const inFirstHour = run.mock.calls.length
  expect(inFirstHour).toBeGreaterThan(10)
  expect(inFirstHour).toBeLessThan(20)
  // One that is told makes it as it was.
  run.mockImplementation(async () => undefined)
  await vi.advanceTimersByTimeAsync(5 * 60_000)
  projection.touched(['wangfang'])
  await vi.advanceTimersByTimeAsync(10_000)
  expect(run).toHaveBeenCalledTimes(inFirstHour + 2)
})

test('[DR24] when everybody has left it is tried once more, and then said to be settled', async () => {
  const { projection, run, onSettled } = startProjection()
  run.mockImplementationOnce(notNow)
  projection.touched(['wangfang'])
  const settled = projection.settle()
  await vi.advanceTimersByTimeAsync(1000)
  await settled
  expect(run).toHaveBeenCalledTimes(2)
  expect(onSettled.mock.calls).toEqual([[7]])
})

test('[DR24] what fails then too is never said to be settled, and keeps no room open', async () => {
  let lastSeq = 7
  const { projection, run, onSettled } = startProjection(() => lastSeq)
  projection.touched(['wangfang'])
  await vi.advanceTimersByTimeAsync(1000)
  lastSeq = 8
  run.mockImplementation(notNow)
  projection.touched(['zhaolei1'])
  const settled = projection.settle()
  await vi.advanceTimersByTimeAsync(1000)
  await settled
  expect(run).toHaveBeenCalledTimes(3)
  expect(onSettled).not.toHaveBeenCalled()
  expect(projection.isIdle).toBe(true)
  expect(vi.getTimerCount()).toBe(0)
  // Whoever catches up finds that it is still to be told.
  run.mockImplementation(async () => undefined)
  projection.mayLack()
  await projection.settle()
  expect(run.mock.lastCall).toEqual([['zhaolei1']])
  expect(onSettled.mock.calls).toEqual([[8]])
})

test('[DR24] [DR27] what is due is not told when the document is lost, nor anything after it', async () => {
  const { projection, run, onSettled } = startProjection()
  projection.touched(['wangfang'])
  projection.forbid()
  expect(projection.isIdle).toBe(true)
  projection.touched(['zhaolei1'])
  projection.mayLack()
  await projection.settle()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(run).not.toHaveBeenCalled()
  expect(onSettled).not.toHaveBeenCalled()
})

test('[DR24] [DR27] what is being told just then is not tried again, and not said to be settled', async () => {
  const { projection, run, onSettled } = startProjection()
  const answers = Promise.withResolvers<void>()
  run.mockImplementationOnce(() => answers.promise)
  projection.touched(['wangfang'])
  await vi.advanceTimersByTimeAsync(1000)
  expect(run).toHaveBeenCalledTimes(1)
  projection.forbid()
  answers.reject(new Error('the database is busy'))
  await projection.settle()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(run).toHaveBeenCalledTimes(1)
  expect(onSettled).not.toHaveBeenCalled()
  expect(projection.isIdle).toBe(true)
})
