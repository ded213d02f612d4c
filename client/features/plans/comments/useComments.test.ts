import { act, renderHook } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Thread } from '#shared/plans/comments.ts'
import type { CommentActions } from './commentActions.ts'
import { useComments } from './useComments.ts'
import { NEW_THREAD } from './useDrafts.ts'

beforeEach(() => sessionStorage.clear())

const anchor = { start: '', end: '', quote: '父亲', prefix: '', suffix: '', stepId: null }
const thread: Thread = {
  threadId: 'thread01',
  kind: 'question',
  anchor,
  resolvedBy: null,
  messages: [],
}

/** Comments with this thread open, and an answer to it begun. */
const answering = (answer: string) => {
  const planDoc = new Y.Doc()
  const comments = renderHook(
    ({ all }: { readonly all: readonly Thread[] }) =>
      useComments({
        editor: undefined as never,
        planDoc,
        all,
        actions: {} as CommentActions,
        draftKey: 'yanke/shi/drafts/plan0001',
      }),
    { initialProps: { all: [thread] } },
  )
  act(() => comments.result.current.pick('thread01'))
  act(() => comments.result.current.drafts.set('thread01', answer))
  return comments
}

test('an answer to what its author takes away meanwhile becomes a comment of one’s own at the same words', () => {
  const { result, rerender } = answering('学习单够吗')
  rerender({ all: [] })
  expect(result.current.draft).toEqual({ anchor, kind: 'question' })
  expect(result.current.drafts.of(NEW_THREAD)).toBe('学习单够吗')
  expect(result.current.drafts.of('thread01')).toBe('')
})

test('whoever has written none is not asked for any', () => {
  const { result, rerender } = answering('')
  rerender({ all: [] })
  expect(result.current.draft).toBeNull()
})
