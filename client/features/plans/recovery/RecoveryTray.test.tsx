import '../testing/words.ts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import type { FoundWords } from '../../../lib/sync/openTray.ts'
import type { PlanDocs } from '../usePlanDocs.ts'
import { RecoveryTray } from './RecoveryTray.tsx'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const found = (at: number): FoundWords => ({
  id: `entry-${at}`,
  docName: 'plan:plan0001',
  text: `第${at}处`,
  cause: 'Refused',
  atMs: at,
  place: { kind: 'plan' },
})

const many = (count: number): readonly FoundWords[] =>
  Array.from({ length: count }, (_, at) => found(at + 1))

/** The tray of somebody with these entries, open. */
const trayOf = (waiting: readonly FoundWords[], more = { isAlone: false, mayEdit: true }): void => {
  const plan = { doc: new Y.Doc() }
  render(
    <QueryClientProvider
      client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}
    >
      <RecoveryTray
        docs={{ plan } as unknown as PlanDocs}
        editor={undefined as never}
        view={{ waiting, shown: waiting, isAlone: more.isAlone, handle: vi.fn(), settle: vi.fn() }}
        mayEdit={more.mayEdit}
        actions={null}
        isOpen
        onOpen={() => {}}
      />
    </QueryClientProvider>,
  )
}

const drawn = (): number => document.querySelectorAll('li').length

test('a refused paste of thousands of lines is drawn 50 entries at a time', () => {
  vi.stubGlobal('fetch', () => new Promise(() => undefined))
  trayOf(many(60))
  expect(drawn()).toBe(50)
  fireEvent.click(screen.getByText('还有 10 处，再显示一些'))
  expect(drawn()).toBe(60)
  expect(screen.queryByText(/再显示一些/)).toBeNull()
}, 60_000)

test('all of it is copied at once, also what is not drawn', async () => {
  const writeText = vi.fn(async (_text: string) => undefined)
  vi.stubGlobal('fetch', () => new Promise(() => undefined))
  vi.stubGlobal('navigator', Object.assign(Object.create(navigator), { clipboard: { writeText } }))
  trayOf(many(60))
  fireEvent.click(screen.getByText('全部复制'))
  await vi.waitFor(() => expect(writeText).toHaveBeenCalledTimes(1), 20_000)
  const words = writeText.mock.calls[0]?.[0].split('\n')
  expect(words).toEqual(Array.from({ length: 60 }, (_, at) => `第${at + 1}处`))
}, 60_000)

test('what went with its whole step says so, also before the log has told who took it away', () => {
  vi.stubGlobal('fetch', () => new Promise(() => undefined))
  const went = (at: number, near: object): FoundWords => ({
    ...{ ...found(at), cause: 'deleted' },
    place: { kind: 'plan', stepId: 'step0001', near: JSON.stringify(near) },
  })
  const item = { client: 1, clock: 2 }
  trayOf([went(1, { item, tname: 'body' }), went(2, { item, type: { client: 1, clock: 0 } })])
  const [step, line] = document.querySelectorAll('li')
  expect(step?.textContent).toContain('所在的环节已被别人删除')
  expect(line?.textContent).toContain('所在的段落已被别人删除')
})

test('what a page too old for the plan could not hand in says so', () => {
  trayOf([{ ...found(1), cause: 'PageOld' }])
  expect(screen.getByText(/写在教案里 · .*研课出了新版本，那一页交不上去/)).toBeDefined()
})

test.each([
  [true, '请先放回教案，或复制到别处。'],
  [false, '请先复制到别处。'],
])(
  'what this computer cannot store is to be saved in the ways there are (may write: %s)',
  (mayEdit, words) => {
    trayOf([found(1)], { isAlone: true, mayEdit })
    expect(screen.getByRole('dialog').textContent).toContain(`关掉这一页就没了。${words}`)
  },
)
