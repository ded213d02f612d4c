import { act, cleanup, render, renderHook } from '@testing-library/react'
import { StrictMode } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { DocName } from '#shared/sync/docName.ts'
import type { OpenDoc } from './openDoc.ts'
import { fakeServer } from './testing/fakeServer.ts'
import { useDoc } from './useDoc.ts'
import { presenceOf, usePresence } from './usePresence.ts'
import { useSaveState } from './useSaveState.ts'

let server: ReturnType<typeof fakeServer>
beforeEach(() => {
  server = fakeServer()
  vi.stubGlobal('WebSocket', server.WebSocketClass)
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const Save = ({ open }: { open: OpenDoc }) => <output>{useSaveState(open)}</output>
const Page = ({ name }: { name: DocName }) => {
  const open = useDoc({ name })
  return open ? <Save open={open} /> : <output>…</output>
}

test('opens on mount, follows the name, disposes on unmount; StrictMode leaves no second one', async () => {
  const page = render(<Page name="plan:plan0001" />, { wrapper: StrictMode })
  const alive = () => server.sockets.filter(({ readyState }) => readyState !== 3)
  await vi.waitFor(() => expect(alive()).toHaveLength(1))
  expect(server.last().url).toContain('/ws/docs/plan:plan0001?')
  expect(page.container.textContent).toBe('saved')
  page.rerender(<Page name="plan:plan0002" />)
  await vi.waitFor(() => expect(server.last().url).toContain('plan:plan0002'))
  expect(alive()).toHaveLength(1)
  page.unmount()
  expect(alive()).toHaveLength(0)
})

test('presence is an immutable snapshot of the others, stamped by the server', () => {
  const awareness = new Awareness(new Y.Doc())
  const open = { awareness } as OpenDoc
  const { result } = renderHook(() => usePresence(open))
  expect(result.current).toEqual([])
  const first = result.current
  act(() => {
    awareness.states.set(7, { user: { userId: 'zhaolei1', name: '赵磊', hue: 'lin' }, cursor: 1 })
    awareness.states.set(8, { cursor: 2 })
    awareness.emit('change', [{ added: [7, 8], updated: [], removed: [] }, 'remote'])
  })
  expect(result.current).not.toBe(first)
  expect(result.current).toEqual([
    {
      clientId: 7,
      user: { userId: 'zhaolei1', name: '赵磊', hue: 'lin' },
      state: { user: { userId: 'zhaolei1', name: '赵磊', hue: 'lin' }, cursor: 1 },
    },
  ])
  expect(presenceOf(open).getSnapshot()).toBe(result.current)
  awareness.destroy()
})
