import { cleanup, render, screen } from '@testing-library/react'
import { Suspense } from 'react'
import { createMemoryRouter, Outlet, useRouteError } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { afterEach, expect, test, vi } from 'vitest'
import { loadPage } from './loadPage.tsx'

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const Failed = () => <p>没来：{String(useRouteError())}</p>

test('a page whose code does not come says so, and comes the next time one turns to it', async () => {
  // React and the router both say in the console what the error screen says to people.
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  vi.useFakeTimers({ toFake: ['setTimeout'], shouldAdvanceTime: true })
  let isAway = true
  const load = async () => {
    if (isAway) throw new TypeError('Failed to fetch dynamically imported module')
    return { Component: () => <p>来了</p> }
  }
  const router = createMemoryRouter([
    {
      element: (
        <Suspense fallback="正在打开">
          <Outlet />
        </Suspense>
      ),
      children: [
        { path: '/', element: <p>这里</p> },
        { path: '/there', lazy: loadPage(load), errorElement: <Failed /> },
      ],
    },
  ])
  render(<RouterProvider router={router} />)
  await router.navigate('/there')
  expect(await screen.findByText(/没来：.*dynamically imported module/)).toBeTruthy()
  await router.navigate('/')
  expect(await screen.findByText('这里')).toBeTruthy()
  isAway = false
  await vi.advanceTimersByTimeAsync(1_000)
  await router.navigate('/there')
  expect(await screen.findByText('来了')).toBeTruthy()
})
