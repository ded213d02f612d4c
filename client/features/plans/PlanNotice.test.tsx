import './testing/words.ts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, fireEvent, render as renderAlone, screen } from '@testing-library/react'
import type { ReactElement, ReactNode } from 'react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import type { FinalReason, PassingReason } from '../../lib/sync/closeReason.ts'
import type { DocStatus } from '../../lib/sync/DocStatus.ts'
import type { OpenDoc } from '../../lib/sync/openDoc.ts'
import { snapshotStore } from '../../lib/sync/snapshotStore.ts'
import { PlanNotice, PlanRefused } from './PlanNotice.tsx'
import type { SaveBadgeState } from './SaveBadge.tsx'
import { usePlanChanges } from './usePlanChanges.ts'
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

type NoticedProps = Omit<Parameters<typeof PlanNotice>[0], 'changes' | 'isTrayAlone'> & {
  readonly isArchived: boolean
  readonly isTrayAlone?: boolean
}

/** The strip with what a page remembers of changes. */
const Noticed = ({ isArchived, isTrayAlone = false, ...props }: NoticedProps) => {
  const changes = usePlanChanges(props.docs, { canEdit: props.canEdit, isArchived })
  return <PlanNotice {...props} {...{ changes, isTrayAlone }} />
}

const client = new QueryClient()
const inPage = ({ children }: { readonly children: ReactNode }) => (
  <QueryClientProvider client={client}>{children}</QueryClientProvider>
)
const render = (element: ReactElement) => renderAlone(element, { wrapper: inPage })

const rights = { canEdit: true, isArchived: false, other: null } as const

const said = (
  docs: Partial<PlanDocs>,
  more: { save?: SaveBadgeState; canEdit?: boolean; onTray?: () => void } = {},
): string => {
  const { save = 'local', canEdit = true, onTray = null } = more
  const { container } = render(
    <Noticed
      docs={docsWith(docs)}
      save={save}
      canEdit={canEdit}
      isArchived={false}
      other={null}
      onTray={onTray}
    />,
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
  ])(
    'says what is the matter (%s), where the words are and what becomes of them',
    (cause, what) => {
      const text = said({ plan: openWith(offline(cause)) })
      expect(text).toMatch(what)
      expect(text).toMatch(/你写的都存在这台电脑上，.*自动补交。/)
    },
  )

  test('does not say that saved words wait to be handed in', () => {
    const saved = (cause: PassingReason | null) =>
      said({ plan: openWith(offline(cause)) }, { save: 'saved' })
    expect(saved(null)).toBe(
      '连不上服务器，正在重连。你写过的都已保存。可以接着写，连上后自动补交。',
    )
    expect(saved('CannotSave')).toMatch(
      /你写过的都已保存。可以接着写，服务器存得进去了就自动补交。/,
    )
    expect(saved('AccessChanged')).toContain('能改就自动补交，不能改就放进“找回”。')
  })

  test('is not read aloud with every letter that it counts', () => {
    const docs = docsWith({ plan: openWith(offline(null), '八十六个字') })
    render(<Noticed docs={docs} save="local" {...rights} onTray={null} />)
    const counted = screen.getByText(/5 个字还只在这台电脑上/)
    expect(counted.getAttribute('aria-live')).toBe('off')
    expect(counted.textContent).not.toContain('连不上服务器')
    expect(screen.getByRole('status').textContent).toContain('连不上服务器')
  })

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
      const text = said({ since }, { canEdit: since !== 'Forbidden', onTray: () => {} })
      expect(text).toContain('没留在教案里的字都在“找回”里，留 30 天。')
      expect(text).toContain('打开找回')
      expect(said({ since }, { canEdit: since !== 'Forbidden' })).not.toContain('找回')
    },
  )

  test.each([
    [false, '重新载入后自动补交'],
    [true, '先复制到别处，再重新载入'],
  ])('a page too old says what becomes of words (stored nowhere: %s)', (is, words) => {
    const docs = docsWith({ isPageOld: true })
    render(<Noticed docs={docs} save="saved" {...rights} onTray={null} isTrayAlone={is} />)
    expect(screen.getByRole('status').textContent).toContain(words)
  })

  test('there the tray is a press away, and loading anew is not offered before', () => {
    const onTray = vi.fn()
    const docs = docsWith({ isPageOld: true })
    render(<Noticed docs={docs} save="saved" {...rights} onTray={onTray} isTrayAlone />)
    fireEvent.click(screen.getByRole('button', { name: '打开找回' }))
    expect(onTray).toHaveBeenCalledTimes(1)
    expect(screen.getAllByRole('button')).toHaveLength(1)
  })

  test.each<[SaveBadgeState, string, number]>([
    ['local', '重新载入后自动补交', 1],
    ['unsaved', '存不下，只在这一页里', 0],
  ])(
    'as long as the server does not let it read either it says so too (%s)',
    (save, words, buttons) => {
      const docs = docsWith({ plan: openWith({ kind: 'refused', reason: 'OutOfDate' }) })
      render(<Noticed docs={docs} save={save} {...rights} onTray={null} />)
      expect(screen.getByRole('status').textContent).toContain(words)
      expect(screen.queryAllByRole('button')).toHaveLength(buttons)
    },
  )

  test('says it when the right to write went, also when nothing was lost', () => {
    const docs = docsWith({})
    const page = (canEdit: boolean, isArchived = false) => (
      <Noticed
        docs={docs}
        save="saved"
        canEdit={canEdit}
        isArchived={isArchived}
        other={null}
        onTray={null}
      />
    )
    const { rerender, container } = render(page(true))
    expect(container.textContent).toBe('')
    rerender(page(false))
    expect(container.textContent).toContain('你的角色变了，现在只能看，不能改。')
    rerender(page(true))
    expect(container.textContent).toContain('你现在可以改这份教案了。')
    rerender(page(false, true))
    expect(container.textContent).toBe('')
  })

  test('whoever may write again is told so as soon as that was asked, and no more that they may not', async () => {
    const docs = docsWith({ since: 'Forbidden' })
    const page = <Noticed docs={docs} save="saved" {...rights} onTray={() => {}} />
    const { container } = render(page)
    // What the page knew before the refusal may be old.
    expect(container.textContent).toContain('你现在只能看这份教案')
    await vi.waitFor(
      () =>
        expect(container.textContent).toContain(
          '你现在可以改这份教案了。没留在教案里的字都在“找回”里',
        ),
      20_000,
    )
    expect(container.textContent).not.toContain('只能看')
  })

  test('archived in mid-word: what was not accepted is told, and where it is, until one has seen it', async () => {
    const page = (docs: PlanDocs, isArchived: boolean) => (
      <Noticed
        {...{ docs, isArchived }}
        save="saved"
        canEdit={!isArchived}
        other={null}
        onTray={vi.fn()}
      />
    )
    const asked = vi.spyOn(client, 'refetchQueries').mockResolvedValue()
    const { container, rerender } = render(page(docsWith({}), false))
    const refused = docsWith({ since: 'Forbidden' })
    rerender(page(refused, true))
    await vi.waitFor(() => expect(asked).toHaveBeenCalled())
    await act(async () => rerender(page(refused, true)))
    expect(container.textContent).toMatch(/刚才的改动没被接受。.*都在“找回”里/)
    rerender(page(refused, false))
    await screen.findByText(/你现在可以改这份教案了。.*都在“找回”里/)
    asked.mockRestore()
  })

  test('each change of the role is told, the newest as it is, whatever came before', () => {
    const saw = (): void => screen.getByRole('button', { name: '知道了' }).click()
    const page = (docs: PlanDocs, canEdit: boolean) => (
      <Noticed docs={docs} save="saved" {...rights} canEdit={canEdit} onTray={null} />
    )
    const refused = docsWith({ since: 'TooLarge' })
    const { container, rerender } = render(page(refused, false))
    saw()
    rerender(page(refused, true))
    expect(container.textContent).toContain('你现在可以改这份教案了。')
    saw()
    rerender(page(refused, false))
    expect(container.textContent).toContain('你的角色变了，现在只能看，不能改。')
    saw()
    rerender(page(refused, true))
    expect(container.textContent).toContain('你现在可以改这份教案了。')
  })

  test('what one has seen stays away; the same refusal of the next document is told again', () => {
    const first = docsWith({ since: 'TooLarge' })
    const page = (docs: PlanDocs) => <Noticed docs={docs} save="saved" {...rights} onTray={null} />
    const { container, rerender } = render(page(first))
    screen.getByRole('button', { name: '知道了' }).click()
    rerender(page(first))
    expect(container.textContent).toBe('')
    rerender(page(docsWith({ since: 'TooLarge' })))
    expect(container.textContent).toContain('刚才的改动太大')
  })

  test('while rights are judged anew nothing is promised that may not come', () => {
    const text = said({ plan: openWith(offline('AccessChanged'), '两字') })
    expect(text).toContain('能改就自动补交，不能改就放进“找回”。')
    expect(text).not.toContain('连上后自动补交')
  })

  test('tells that a server which says nothing is waited for', () => {
    const silent: DocStatus = { kind: 'open', save: 'local', trouble: 'Silent' }
    expect(said({ plan: openWith(silent) })).toMatch(/还没有回音.*存在这台电脑上，有了回音/)
  })

  test('an old page is told to reload', () => {
    expect(said({ isPageOld: true })).toMatch(/研课出了新版本.*重新载入后自动补交。重新载入/)
  })

  test('a page whose paper has stopped is told why, and to reload', () => {
    const props = { docs: docsWith({}), save: 'saved', onTray: null, ...rights } as const
    const { container } = render(<Noticed {...props} isBehind />)
    expect(container.textContent).toMatch(/已停止编辑，免得盖掉别人写的。.*你写的都在。重新载入/)
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
    render(
      <Noticed docs={docs} save="local" canEdit isArchived={false} other={null} onTray={null} />,
    )
    const sentence = screen.getByRole('status').querySelector('p')?.textContent
    screen.getByRole('button', { name: reason === 'OutOfDate' ? '重新载入' : '再试一次' })
    cleanup()
    render(<PlanRefused reason={reason} other={null} onRetry={() => {}} />)
    expect(screen.getByText(sentence ?? '')).toBeTruthy()
    screen.getByRole('button', { name: reason === 'OutOfDate' ? '重新载入' : '再试一次' })
    expect(screen.queryAllByRole('button', { name: '去登录' })).toHaveLength(
      reason === 'NotSignedIn' ? 1 : 0,
    )
  })
})

test('after signing in elsewhere the same documents connect again, with what is in them', () => {
  const plan = openWith({ kind: 'refused', reason: 'NotSignedIn' })
  const docs = docsWith({ plan })
  render(
    <Noticed docs={docs} save="unsaved" canEdit isArchived={false} other={null} onTray={null} />,
  )
  screen.getByRole('button', { name: '再试一次' }).click()
  expect(docs.resume).toHaveBeenCalledWith({ isAsked: true })
  fireEvent.focus(window)
  expect(docs.resume).toHaveBeenLastCalledWith({ isAsked: false })
  expect(docs.reopen).not.toHaveBeenCalled()
})

test('a session that ended with everything saved does not speak of words that wait', () => {
  const docs = docsWith({ plan: openWith({ kind: 'refused', reason: 'NotSignedIn' }) })
  render(<Noticed docs={docs} save="saved" canEdit isArchived={false} other={null} onTray={null} />)
  expect(screen.getByRole('status').textContent).toMatch(/登录过期了，写过的都已保存。/)
})

describe('[DR21] another person who has signed in in the same browser', () => {
  const docs = docsWith({ plan: openWith({ kind: 'refused', reason: 'NotSignedIn' }) })
  const shown = (save: SaveBadgeState) => {
    render(<Noticed {...{ docs, save }} canEdit isArchived={false} other="贺明" onTray={null} />)
    return screen.getByRole('status').textContent
  }

  test('is named, and what one wrote is said to go out under no other name', () => {
    expect(shown('local')).toMatch(/（贺明）已在这个浏览器登录。.*不会以别人的名义送出。/)
    cleanup()
    expect(shown('saved')).toMatch(/（贺明）已在这个浏览器登录，你写过的都已保存。/)
  })

  test('has to sign out before one can sign in oneself, or the page becomes theirs', () => {
    const opened = vi.spyOn(window, 'open').mockReturnValue(null)
    shown('local')
    screen.getByRole('button', { name: '去换账号' }).click()
    expect(opened).toHaveBeenCalledWith('/settings', '_blank', 'noopener')
    screen.getByRole('button', { name: '以贺明的身份打开' })
    expect(screen.queryByRole('button', { name: '去登录' })).toBeNull()
  })

  test('is named too where there is no paper to show', () => {
    render(<PlanRefused reason="NotSignedIn" other="贺明" onRetry={() => {}} />)
    screen.getByText(/（贺明）已在这个浏览器登录/)
    screen.getByRole('button', { name: '去换账号' })
  })
})
