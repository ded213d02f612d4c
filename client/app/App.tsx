import { QueryClientProvider } from '@tanstack/react-query'
import { Suspense, useEffect } from 'react'
import { RouterProvider } from 'react-router/dom'
import { queryClient } from '../lib/api/queryClient.ts'
import { onReopened } from '../lib/feed/feedClient.ts'
import { Toasts } from '../ui/Toasts.tsx'
import { router } from './routes.tsx'

/** What the feed told while it was away nobody has heard: everything in sight is asked for anew. */
const useAskAgain = (): void =>
  useEffect(() => onReopened(() => void queryClient.invalidateQueries()), [])

/** The providers, in the order in which they need one another. */
export const App = () => {
  useAskAgain()
  return (
    <QueryClientProvider client={queryClient}>
      <Suspense fallback={null}>
        <RouterProvider router={router} />
        <Toasts />
      </Suspense>
    </QueryClientProvider>
  )
}
