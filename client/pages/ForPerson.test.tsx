import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, render, screen } from '@testing-library/react'
import { createMemoryRouter, useLocation } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { afterEach, test } from 'vitest'
import { ForPerson } from './ForPerson.tsx'

afterEach(cleanup)

const Place = () => {
  const { pathname, search } = useLocation()
  return <p>{pathname + search}</p>
}

test('a session that has ended elsewhere leads to signing in, and back', async () => {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: 60_000 } } })
  client.setQueryData(['session'], { me: { userId: 'u1', name: '石远' }, setupNeeded: false })
  const router = createMemoryRouter(
    [
      { path: '/recordings/:id', element: <ForPerson>{({ name }) => <p>{name}</p>}</ForPerson> },
      { path: '/sign-in', element: <Place /> },
    ],
    { initialEntries: ['/recordings/r1?at=3'] },
  )
  render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
  screen.getByText('石远')
  act(() => {
    client.setQueryData(['session'], { me: null, setupNeeded: false })
  })
  await screen.findByText(`/sign-in?next=${encodeURIComponent('/recordings/r1?at=3')}`)
})
