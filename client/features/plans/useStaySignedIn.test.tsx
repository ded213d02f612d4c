import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { useStaySignedIn } from './useStaySignedIn.ts'

const MINUTE_MS = 60_000
const session = { me: null, setupNeeded: false, school: null, demoHint: null }
let hasLine = true
const asked = vi.fn(async (_url: string) => {
  if (!hasLine) throw new TypeError('no line')
  return Response.json(session)
})

beforeEach(() => {
  hasLine = true
  asked.mockClear()
  vi.useFakeTimers({ toFake: ['performance'] })
  vi.stubGlobal('fetch', asked)
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A plan and its comments, open in a page. */
const page = () => {
  const [plan, comments] = [new Y.Doc(), new Y.Doc()]
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  )
  renderHook(() => useStaySignedIn(plan, comments), { wrapper })
  const write = (doc: Y.Doc) => doc.getText('body').insert(0, '字')
  return { plan, comments, write }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 20))

const minutesLater = async (minutes: number): Promise<void> => {
  await settled()
  vi.advanceTimersByTime(minutes * MINUTE_MS)
}

test('[DR36] whoever writes all day is asked for twice an hour, and the session goes on', async () => {
  const { plan, comments, write } = page()
  for (let minute = 0; minute < 180; minute += 5) {
    write(minute % 10 === 0 ? plan : comments)
    await minutesLater(5)
  }
  expect(asked.mock.calls.map(([url]) => new URL(url, 'http://x').pathname)).toEqual(
    Array(5).fill('/api/session'),
  )
})

test('[DR36] what others write keeps nobody signed in', async () => {
  const { plan } = page()
  await minutesLater(60)
  const other = new Y.Doc()
  other.getText('body').insert(0, '同事写的')
  Y.applyUpdate(plan, Y.encodeStateAsUpdate(other))
  await settled()
  expect(asked).not.toHaveBeenCalled()
})

test('[DR36] without a line it is tried once a minute, and with one again', async () => {
  const { plan, write } = page()
  await minutesLater(31)
  hasLine = false
  for (let letter = 0; letter < 10; letter += 1) write(plan)
  await minutesLater(1)
  expect(asked).toHaveBeenCalledTimes(1)
  hasLine = true
  write(plan)
  await minutesLater(1)
  write(plan)
  await settled()
  expect(asked).toHaveBeenCalledTimes(2)
})
