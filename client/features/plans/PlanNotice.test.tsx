import './testing/words.ts'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import type { DocStatus, FinalReason, OpenDoc, PassingReason } from '../../lib/sync/openDoc.ts'
import { snapshotStore } from '../../lib/sync/snapshotStore.ts'
import { PlanNotice, PlanRefused } from './PlanNotice.tsx'
import type { SaveBadgeState } from './SaveBadge.tsx'
import type { PlanDocs } from './usePlanDocs.ts'

afterEach(cleanup)

const openWith = (status: DocStatus, unsent = '') =>
  ({
    doc: new Y.Doc(),
    status: snapshotStore<DocStatus>(status),
    unsent: () => (unsent === '' ? [] : [{ text: unsent }]),
    retry: vi.fn(),
  }) as unknown as OpenDoc

const fine: DocStatus = { kind: 'open', save: 'saved', trouble: null }
const offline = (cause: PassingReason | null): DocStatus => ({
  kind: 'offline',
  save: 'local',
  cause,
  sinceMs: Date.UTC(2026, 8, 1, 1, 14),
})

const docsWith = (more: Partial<PlanDocs>): PlanDocs => ({
  plan: openWith(fine),
  comments: openWith(fine),
  tray: undefined as never,
  since: null,
  isPageOld: false,
  reopen: vi.fn(),
  resume: vi.fn(async () => undefined),
  ...more,
})

const said = (
  docs: Partial<PlanDocs>,
  more: { save?: SaveBadgeState; canEdit?: boolean; onTray?: () => void } = {},
): string => {
  const { save = 'local', canEdit = true, onTray = null } = more
  const { container } = render(
    <PlanNotice docs={docsWith(docs)} save={save} canEdit={canEdit} onTray={onTray} />,
  )
  const text = container.textContent ?? ''
  cleanup()
  return text
}

describe('the strip', () => {
  test('is not there when all is well', () => {
    expect(said({})).toBe('')
  })

  test.each<[PassingReason | null, RegExp]>([
    [null, /连不上服务器，正在重连。/],
    ['ShuttingDown', /服务器正在重启，好了会自动连上。/],
    ['CannotSave', /服务器存不进去，.*请告诉管理员。/],
    ['TooSlow', /网太慢/],
    ['AccessChanged', /权限刚变过，正在重新确认。/],
  ])(
    'says what is the matter (%s), where the words are and what becomes of them',
    (cause, what) => {
      const text = said({ plan: openWith(offline(cause)) })
      expect(text).toMatch(what)
      expect(text).toMatch(/你写的都存在这台电脑上，.*自动补交。/)
    },
  )

  test('counts what is on this computer only, since when', () => {
    const text = said({ plan: openWith(offline(null), '八十六个字') })
    expect(text).toMatch(/\d+:14 断开后，5 个字还只在这台电脑上，连上后自动补交。/)
  })

  test('asks not to close the page when this computer stores nothing either', () => {
    expect(said({ plan: openWith(offline('CannotSave')) }, { save: 'unsaved' })).toContain(
      '先别关这一页',
    )
  })

  test('stays while a server that cannot save lets one connect again', () => {
    const trouble: DocStatus = { kind: 'open', save: 'local', trouble: 'CannotSave' }
    expect(said({ plan: openWith(trouble) })).toContain('服务器存不进去')
    expect(said({ comments: openWith(trouble) })).toContain('服务器存不进去')
  })

  test('promises a reader nothing about writing', () => {
    expect(said({ plan: openWith(offline(null)) }, { canEdit: false })).toBe(
      '连不上服务器，正在重连。现在看到的是断开前的样子。',
    )
  })

  test.each(['Forbidden', 'Refused', 'Malformed', 'TooLarge', 'OutOfDate'] as const)(
    'tells why the plan was opened anew (%s), and where the rest is',
    (since) => {
      const text = said({ since }, { onTray: () => {} })
      expect(text).toContain('没留在教案里的字都在“找回”里，留 30 天。')
      expect(text).toContain('打开找回')
      expect(said({ since })).not.toContain('找回')
    },
  )

  test('says it when the right to write went, also when nothing was lost', () => {
    const docs = docsWith({})
    const page = (canEdit: boolean) => (
      <PlanNotice docs={docs} save="saved" canEdit={canEdit} onTray={null} />
    )
    const { rerender, container } = render(page(true))
    expect(container.textContent).toBe('')
    rerender(page(false))
    expect(container.textContent).toContain('你的角色变了，现在只能看，不能改。')
  })

  test('an old page is told to reload', () => {
    expect(said({ isPageOld: true })).toMatch(/研课出了新版本.*重新载入后自动补交。重新载入/)
  })
})

const finals = [
  'NotSignedIn',
  'Forbidden',
  'NotFound',
  'Refused',
  'OutOfDate',
  'Malformed',
  'TooLarge',
] as const satisfies readonly FinalReason[]

describe.each(finals)('the end %s', (reason) => {
  test('has its own sentence and a way on, with the paper and without', () => {
    const docs = docsWith({ plan: openWith({ kind: 'refused', reason }) })
    render(<PlanNotice docs={docs} save="local" canEdit onTray={null} />)
    const sentence = screen.getByRole('status').querySelector('p')?.textContent
    screen.getByRole('button', { name: reason === 'OutOfDate' ? '重新载入' : '再试一次' })
    cleanup()
    render(<PlanRefused reason={reason} onRetry={() => {}} />)
    expect(screen.getByText(sentence ?? '')).toBeTruthy()
  })
})

test('after signing in elsewhere the same documents connect again, with what is in them', () => {
  const plan = openWith({ kind: 'refused', reason: 'NotSignedIn' })
  const docs = docsWith({ plan })
  render(<PlanNotice docs={docs} save="unsaved" canEdit onTray={null} />)
  screen.getByRole('button', { name: '再试一次' }).click()
  expect(docs.resume).toHaveBeenCalled()
  expect(docs.reopen).not.toHaveBeenCalled()
})
