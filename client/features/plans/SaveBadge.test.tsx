import './testing/words.ts'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { badgeOf, SaveBadge, type SaveBadgeState } from './SaveBadge.tsx'

afterEach(cleanup)

test.each<[SaveBadgeState, boolean, string]>([
  ['local', true, '正在连接…'],
  ['local', false, '仅在本机'],
  ['saving', true, '保存中…'],
  ['unsaved', true, '未保存'],
  ['saved', false, '已保存'],
])('%s, connecting %s: %s', (save, isConnecting, words) => {
  render(<SaveBadge state={badgeOf(save, isConnecting)} />)
  expect(screen.getByRole('status').textContent).toBe(words)
})
