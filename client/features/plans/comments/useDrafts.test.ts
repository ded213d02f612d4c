import { act, renderHook } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { useDrafts } from './useDrafts.ts'

beforeEach(() => sessionStorage.clear())

test('what was begun is still there after the page was opened anew, and gone once it was sent', () => {
  const first = renderHook(() => useDrafts('yanke/lin/drafts/plan0001'))
  act(() => first.result.current.set('thread01', '学习单够吗'))
  first.unmount()
  const second = renderHook(() => useDrafts('yanke/lin/drafts/plan0001'))
  expect(second.result.current.of('thread01')).toBe('学习单够吗')
  const other = renderHook(() => useDrafts('yanke/shi/drafts/plan0001'))
  expect(other.result.current.of('thread01')).toBe('')
  act(() => second.result.current.set('thread01', ''))
  second.unmount()
  const third = renderHook(() => useDrafts('yanke/lin/drafts/plan0001'))
  expect(third.result.current.of('thread01')).toBe('')
})
