import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { FinalReason } from '#client/lib/sync/closeReason.ts'
import type { DocStatus } from '#client/lib/sync/DocStatus.ts'
import type { OpenDoc } from '#client/lib/sync/openDoc.ts'
import { snapshotStore } from '#client/lib/sync/snapshotStore.ts'
import { useDocStatus } from './useDocStatus.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Whether a classroom's document that is refused so is opened anew. */
const isOpenedAnew = (reason: FinalReason): boolean => {
  const status = snapshotStore<DocStatus>({ kind: 'open', save: 'saved', trouble: null })
  const onRefused = vi.fn()
  const page = renderHook(() => useDocStatus({ status } as unknown as OpenDoc, onRefused))
  act(() => status.set({ kind: 'refused', reason }))
  act(() => void vi.runAllTimers())
  page.unmount()
  return onRefused.mock.calls.length === 1
}

test.each(['Refused', 'Malformed', 'Forbidden', 'TooLarge', 'OutOfDate'] as const)(
  'who has sent what is %s is not turned away from the classroom: it is opened anew',
  (reason) => expect(isOpenedAnew(reason)).toBe(true),
)

test.each(['NotFound', 'NotSignedIn'] as const)('who is %s is', (reason) =>
  expect(isOpenedAnew(reason)).toBe(false),
)
