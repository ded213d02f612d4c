import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Coding } from './codingModel.ts'
import { createPassSaver, SAVE_EVERY_MS } from './passSaver.ts'

const coding = (coveredMs: number): Coding => ({ points: [{ atMs: 0, code: 'T' }], coveredMs })

let saved: number[]
let states: string[]
let answer: () => Promise<void>

const saver = () =>
  createPassSaver({
    save: async ({ coveredMs }) => {
      await answer()
      saved.push(coveredMs)
    },
    onState: (state) => states.push(state),
  })

beforeEach(() => {
  vi.useFakeTimers()
  saved = []
  states = []
  answer = async () => undefined
})
afterEach(() => vi.useRealTimers())

test('many changes become one save of the latest', async () => {
  const own = saver()
  own.change(coding(1))
  own.change(coding(2))
  own.change(coding(3))
  await vi.advanceTimersByTimeAsync(SAVE_EVERY_MS)
  expect(saved).toEqual([3])
  expect(states).toEqual(['saving', 'saved'])
})

test('what changes while a save is under way is saved after it, never beside it', async () => {
  let release = () => undefined as unknown
  answer = () => new Promise((resolve) => (release = () => resolve(undefined)))
  const own = saver()
  own.change(coding(1))
  await vi.advanceTimersByTimeAsync(SAVE_EVERY_MS)
  own.change(coding(2))
  await vi.advanceTimersByTimeAsync(SAVE_EVERY_MS)
  expect(saved).toEqual([])
  answer = async () => undefined
  release()
  await vi.advanceTimersByTimeAsync(0)
  expect(saved).toEqual([1, 2])
  expect(own.isWaiting()).toBe(false)
})

test('a failed save says unsaved, keeps the value and saves it with the next flush', async () => {
  answer = () => Promise.reject(new Error('offline'))
  const own = saver()
  own.change(coding(1))
  await vi.advanceTimersByTimeAsync(SAVE_EVERY_MS)
  expect(states).toEqual(['saving', 'unsaved'])
  answer = async () => undefined
  await own.flush()
  expect(saved).toEqual([1])
  expect(states[states.length - 1]).toBe('saved')
})

test('what was dropped is not saved', async () => {
  const own = saver()
  own.change(coding(1))
  own.drop()
  await vi.advanceTimersByTimeAsync(SAVE_EVERY_MS * 2)
  expect(saved).toEqual([])
})
