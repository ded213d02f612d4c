import 'fake-indexeddb/auto'
import './testing/words.ts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import type { PlanId, UserId } from '#shared/ids.ts'
import { testPlanDoc } from '#shared/plans/testing.ts'
import { fakeServer } from '../../lib/sync/testing/fakeServer.ts'
import { textWith } from './recovery/testing.ts'
import { usePlanDocs } from './usePlanDocs.ts'

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})
const until = (isSo: () => boolean) => vi.waitFor(() => expect(isSo()).toBe(true), 5000)

/** A page with a plan, in a browser that stores nothing. */
const pageWithoutStorage = () => {
  vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
    throw new DOMException('no storage', 'SecurityError')
  })
  const server = fakeServer()
  Y.applyUpdate(server.disk, Y.encodeStateAsUpdate(testPlanDoc()))
  vi.stubGlobal('WebSocket', server.WebSocketClass)
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <QueryClientProvider client={new QueryClient()}>{children}</QueryClientProvider>
  )
  const userId = `user-${Math.random()}` as UserId
  const opened = () => usePlanDocs('plan0001' as PlanId, userId)
  const { result } = renderHook(opened, { wrapper })
  const plan = () => server.sockets.filter(({ url }) => url.includes('/plan:'))
  const shown = () => result.current?.kept.plan.getSnapshot()
  const found = () => result.current?.kept.tray.found.getSnapshot().map(({ text }) => text)
  return { result, plan, shown, found }
}

test('[DR34] words that this browser has no room for are still there when one tries again', async () => {
  const { result, plan, shown, found } = pageWithoutStorage()
  await until(() => plan().length === 1)
  const line = plan()[0]!
  line.opens()
  line.asks()
  line.takesAll()
  line.acknowledges()
  textWith(shown()!.open.doc, '父亲为什么').insert(4, '（轻声）')
  line.ends(4404)
  await until(() => shown()?.isOver === true)
  expect(found()).toEqual(['（轻声）'])
  act(() => result.current?.reopen())
  await until(() => plan().length === 2)
  expect(found()).toEqual(['（轻声）'])
})
