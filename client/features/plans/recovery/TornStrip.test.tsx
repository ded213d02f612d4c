import '../testing/words.ts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import type { Lesson } from '#shared/lessons/model.ts'
import type { PlanVersion } from '#shared/plans/history.ts'
import type { FoundWords } from '../../../lib/sync/openTray.ts'
import { versionsQuery } from '../versions/versionsApi.ts'
import { TornStrip } from './TornStrip.tsx'
import type { Torn } from './torn.ts'
import type { KnownDeletion } from './useDeletions.ts'
import { useRestored } from './useRestored.ts'

vi.mock('../../../lib/feed/useFeed.ts', () => ({ useFeed: () => undefined }))
const known = vi.hoisted(() => ({ deletion: null as KnownDeletion | null, isEditable: true }))
vi.mock('../editor/useEditable.ts', () => ({ useEditable: () => known.isEditable }))
vi.mock('./useDeletions.ts', () => ({ useDeletionsOf: () => () => known.deletion }))

afterEach(() => {
  cleanup()
  known.isEditable = true
  vi.unstubAllGlobals()
})

const PLAN = 'plan0001'
const lin = { userId: 'lin', name: '林若溪' }
const restored = { versionId: 'v1', seq: 3, label: '研讨稿二' }
/** What was as it was before somebody went back to another version. */
const before = {
  versionId: 'v2',
  kind: 'beforeRestore',
  at: '2026-09-01T01:00:00.000Z',
  author: lin,
  restored,
} as unknown as PlanVersion

const onTray = vi.fn()
const lesson = { lessonId: 'lesson01', planId: PLAN } as Lesson

type ToldProps = { readonly torn: Torn | null; readonly waiting?: readonly FoundWords[] }

const Told = ({ torn, waiting = [] }: ToldProps) => (
  <TornStrip
    docs={{ plan: { doc: new Y.Doc() } } as never}
    editor={undefined as never}
    view={{ waiting, shown: [], isAlone: false, handle: vi.fn(), settle: vi.fn() }}
    lesson={lesson}
    torn={torn}
    onTornSeen={() => {}}
    onTray={onTray}
    restored={useRestored(lesson)}
    onPast={() => {}}
  />
)

/** The strip of 石远, on whose page something was torn away, or nothing. */
const stripOf = (torn: Torn | null, waiting?: readonly FoundWords[]) => {
  vi.stubGlobal('fetch', () => new Promise(() => undefined))
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: 60_000 } } })
  client.setQueryData(['session'], { me: { userId: 'shi', name: '石远' } })
  const haveVersions = (versions: readonly PlanVersion[]): void =>
    act(() => void client.setQueryData(versionsQuery(PLAN).queryKey, { versions, abilities: [] }))
  haveVersions([])
  render(
    <QueryClientProvider client={client}>
      <Told torn={torn} {...(waiting ? { waiting } : {})} />
    </QueryClientProvider>,
  )
  return { haveVersions }
}

test('[DR37] whoever was writing when a version was restored is told that it lacks the paragraph', () => {
  known.deletion = { item: '1.1', by: lin, at: before.at, restore: restored } as never
  stripOf({ kind: 'line', item: '1.1', line: '一段', offset: 1 })
  expect(screen.getByRole('status').textContent).toContain(
    '林若溪恢复到的那一版里，没有你正在写的这一段。',
  )
})

test('all others are told who restored which version, with a way to what stood before', async () => {
  const { haveVersions } = stripOf(null)
  expect(screen.queryByRole('status')).toBeNull()
  haveVersions([before])
  const strip = await screen.findByRole('status')
  expect(strip.textContent).toContain('林若溪把教案恢复到了“研讨稿二”。')
  screen.getByRole('button', { name: '看恢复前的样子' })
  screen.getByRole('button', { name: '知道了' }).click()
  await vi.waitFor(() => expect(screen.queryByRole('status')).toBeNull(), 20_000)
})

test('[DR37] where nothing can be written just now the strip leads to the words in the tray', () => {
  known.isEditable = false
  const near = JSON.stringify({ item: { client: 1, clock: 1 } })
  const place = { kind: 'plan', near }
  const entry = {
    id: 'a',
    docName: 'plan:plan0001',
    text: '一段',
    cause: 'deleted',
    atMs: 1,
    place,
  }
  stripOf({ kind: 'line', item: '1.1', line: '一段', offset: 1 }, [entry as FoundWords])
  expect(screen.queryByRole('button', { name: '放回，接着写' })).toBeNull()
  screen.getByRole('button', { name: '打开找回' }).click()
  expect(onTray).toHaveBeenCalledOnce()
})
