import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { SaveBadgeState } from './SaveBadge.tsx'
import { useSteadySave } from './useSteadySave.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const badge = (first: SaveBadgeState) => {
  const said: SaveBadgeState[] = []
  const { rerender } = renderHook(
    (save: SaveBadgeState) => {
      said.push(useSteadySave(save))
    },
    { initialProps: first },
  )
  const last = () => said.at(-1)
  return { said, rerender, last }
}

test('[DR30] without a line the badge does not flicker with every letter that is stored here', () => {
  const { said, rerender } = badge('local')
  for (let letter = 0; letter < 20; letter += 1) {
    rerender('saving')
    act(() => vi.advanceTimersByTime(200))
    rerender('local')
    act(() => vi.advanceTimersByTime(200))
  }
  expect(new Set(said)).toEqual(new Set(['local']))
})

test('[DR30] what takes longer is said, and what is worse or better at once', () => {
  const { rerender, last } = badge('local')
  rerender('saving')
  act(() => vi.advanceTimersByTime(299))
  expect(last()).toBe('local')
  act(() => vi.advanceTimersByTime(1))
  expect(last()).toBe('saving')
  for (const save of ['local', 'unsaved', 'local', 'saved', 'saving', 'unsaved'] as const) {
    rerender(save)
    expect(last()).toBe(save)
  }
})
