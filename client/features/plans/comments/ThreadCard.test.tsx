import '../testing/words.ts'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Message, Thread } from '#shared/plans/comments.ts'
import type { MenuItem } from '../../../ui/Menu.tsx'
import type { CommentActions } from './commentActions.ts'
import { ThreadCard } from './ThreadCard.tsx'
import { useDrafts } from './useDrafts.ts'

// In a browser it hangs on the page, beside the card.
vi.mock('../../../ui/Menu.tsx', () => ({
  Menu: ({ items }: { readonly items: readonly MenuItem[] }) =>
    items.map(
      (item) =>
        item.kind === 'action' && (
          <button key={item.label} type="button" onClick={item.onSelect}>
            {item.label}
          </button>
        ),
    ),
}))
beforeEach(() => sessionStorage.clear())
afterEach(cleanup)

const said = (id: string, text: string): Message => ({
  id,
  authorId: 'shiyuan1' as never,
  authorName: '石远',
  at: '2026-09-01T08:00:00.000Z',
  text,
})
const anchor = { start: '', end: '', quote: '父亲', prefix: '', suffix: '', stepId: null }
const thread: Thread = {
  threadId: 'thread01',
  kind: 'question',
  anchor,
  resolvedBy: null,
  messages: [said('message1', '够吗'), said('message2', '学习单印 23 份')],
}

const edit = vi.fn()
const actions = {
  me: { userId: 'shiyuan1', name: '石远' },
  mayResolve: () => false,
  edit,
} as unknown as CommentActions

const Card = ({ isActive }: { readonly isActive: boolean }) => (
  <ThreadCard
    {...{ thread, isActive, actions }}
    isLost={false}
    hueOf={() => 'lin'}
    nameOf={() => ''}
    drafts={useDrafts('yanke/shi/drafts/plan0001')}
    focusReply={false}
    onPick={() => {}}
    onLeave={() => {}}
  />
)

const field = () => screen.queryByRole<HTMLTextAreaElement>('textbox', { name: '修改' })

test('other words that were begun for a comment are still there when its card was left, or the page opened anew', () => {
  const { rerender, unmount } = render(<Card isActive />)
  fireEvent.click(screen.getAllByRole('button', { name: '修改' })[1] as HTMLElement)
  fireEvent.change(field() as HTMLElement, { target: { value: '学习单印 46 份' } })
  rerender(<Card isActive={false} />)
  expect(field()).toBeNull()
  rerender(<Card isActive />)
  expect(field()?.value).toBe('学习单印 46 份')
  unmount()

  render(<Card isActive />)
  expect(field()?.value).toBe('学习单印 46 份')
  fireEvent.keyDown(field() as HTMLElement, { key: 'Enter', ctrlKey: true })
  expect(edit).toHaveBeenCalledWith('thread01', 'message2', '学习单印 46 份')
  expect(field()).toBeNull()
  cleanup()
  render(<Card isActive />)
  expect(field()).toBeNull()
})
