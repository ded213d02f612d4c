import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { afterEach, expect, test, vi } from 'vitest'
import type { VersionId } from '#shared/ids.ts'
import history from '../../../i18n/zh-CN/history.json'
import { toastStore } from '../../../ui/toasts.ts'
import { RestoreDialog } from './RestoreDialog.tsx'
import { useContribution } from './versionsApi.ts'

await i18next.use(initReactI18next).init({
  lng: 'zh-CN',
  resources: { 'zh-CN': { history } },
  interpolation: { escapeValue: false },
})

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const PLAN = 'plan-0001-0001-0001-01'
const VERSION = 'version-0001-0001-0001' as VersionId

/** A list beside the dialog: asked for again when the plan was restored. */
const Beside = () => {
  useContribution(PLAN)
  return null
}

test('whoever has restored does not wait for the lists beside it', async () => {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: string, { method = 'GET' }: RequestInit = {}) => {
    asked.push(`${method} ${url}`)
    // A list does not come: the line is slow, or the plan's history long.
    if (method === 'GET') return new Promise(() => undefined)
    return Response.json({ before: null })
  })
  const onRestored = vi.fn()
  const target = { kind: 'version', versionId: VERSION, label: '研讨稿二' } as const
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: 60_000 } } })
  client.setQueryData(['plan-contribution', PLAN], { people: [] })
  render(
    <QueryClientProvider client={client}>
      <Beside />
      <RestoreDialog planId={PLAN} target={target} onClose={() => {}} onRestored={onRestored} />
    </QueryClientProvider>,
  )
  fireEvent.click(screen.getByRole('button', { name: '恢复' }))
  await vi.waitFor(() => expect(onRestored).toHaveBeenCalledTimes(1), 20_000)
  expect(asked).toEqual([
    `POST /api/plans/${PLAN}/versions/${VERSION}/restore`,
    `GET /api/plans/${PLAN}/contribution`,
  ])
  expect(toastStore.getSnapshot()).toHaveLength(1)
}, 60_000)
