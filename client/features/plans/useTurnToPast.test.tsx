import './testing/words.ts'
import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { DocStatus } from '../../lib/sync/DocStatus.ts'
import { dismissToast, toastStore } from '../../ui/toasts.ts'
import { useTurnToPast } from './useTurnToPast.ts'

vi.mock('../../lib/code/loadCode.ts', () => ({
  loadCode: () => Promise.reject(new TypeError('Failed to fetch dynamically imported module')),
}))

afterEach(() => {
  cleanup()
  for (const { id } of toastStore.getSnapshot()) dismissToast(id)
})

test.each<[DocStatus['kind'], string]>([
  ['offline', '要看过去的样子，先得连上服务器。'],
  ['open', '研课出了新版本，重新载入后才能看过去的样子。'],
])('whose page cannot show the past is told why: the line is %s', async (kind, words) => {
  const { result } = renderHook(() => useTurnToPast(kind))
  await act(async () => result.current.turnTo({ kind: 'moment', ms: 0 }))
  expect(toastStore.getSnapshot().map(({ text }) => text)).toEqual([words])
})
