import './testing/words.ts'
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { afterEach, expect, test } from 'vitest'
import type { DocStatus } from '../../lib/sync/DocStatus.ts'
import type { OpenDoc } from '../../lib/sync/openDoc.ts'
import type { Tray } from '../../lib/sync/openTray.ts'
import { snapshotStore } from '../../lib/sync/snapshotStore.ts'
import { LeaveAsk } from './LeaveAsk.tsx'

afterEach(cleanup)

const open: DocStatus = { kind: 'open', save: 'saving', trouble: null }
const offline: DocStatus = { kind: 'offline', save: 'saving', cause: null, sinceMs: 0 }

/** A document whose words are, or are not yet, somewhere else than in the page. */
const docWith = (status: DocStatus, isKept: boolean) => {
  const kept = { is: isKept }
  const doc = { status: snapshotStore(status), isKept: () => kept.is } as unknown as OpenDoc
  return { doc, kept }
}

const isAsked = (): boolean => {
  const event = new Event('beforeunload', { cancelable: true })
  window.dispatchEvent(event)
  return event.defaultPrevented
}

const page = (plan: OpenDoc, comments: OpenDoc, isAlone = false, isTrayAlone = false): void => {
  const tray = { isAlone: snapshotStore(isTrayAlone) } as unknown as Tray
  const element = <LeaveAsk isAlone={isAlone} docs={{ plan, comments, tray }} />
  render(<RouterProvider router={createMemoryRouter([{ path: '/', element }])} />)
}

const fine = docWith(open, true).doc

test.each(['plan', 'comments'])(
  '[DR34] without a line nobody closes the page unasked before what is in the %s is stored here',
  (which) => {
    const { doc, kept } = docWith(offline, false)
    page(...(which === 'plan' ? ([doc, fine] as const) : ([fine, doc] as const)))
    expect(isAsked()).toBe(true)
    kept.is = true
    expect(isAsked()).toBe(false)
  },
)

test('[DR34] nobody is asked while words are on their way to the server', () => {
  page(docWith(open, false).doc, fine)
  expect(isAsked()).toBe(false)
})

test('[DR34] who has words that nothing will store is asked', () => {
  page(fine, fine, true)
  expect(isAsked()).toBe(true)
})

test('[DR34] so is who has words in the tray that nothing will store', () => {
  page(fine, fine, false, true)
  expect(isAsked()).toBe(true)
})

test('[DR34] who has chosen to stay when the words are stored stays, and so does the page', async () => {
  const isAlone = snapshotStore(true)
  const tray = { isAlone } as unknown as Tray
  const element = (
    <>
      <p>这一页</p>
      <LeaveAsk isAlone={false} docs={{ plan: fine, comments: fine, tray }} />
    </>
  )
  const router = createMemoryRouter([
    { path: '/', element, errorElement: <p>没有打开</p> },
    { path: '/elsewhere', element: <p>别处</p> },
  ])
  render(<RouterProvider router={router} />)
  await act(() => router.navigate('/elsewhere'))
  const stay = await screen.findByRole('button', { name: '留在这一页', hidden: true })
  // Before the router has told the page that it stays.
  act(() => {
    fireEvent.click(stay)
    isAlone.set(false)
  })
  expect(await screen.findByText('这一页')).toBeTruthy()
  expect(router.state.location.pathname).toBe('/')
})
