import { QueryClientProvider } from '@tanstack/react-query'
import { Suspense } from 'react'
import { RouterProvider } from 'react-router/dom'
import { queryClient } from '../lib/api/queryClient.ts'
import { Toasts } from '../ui/Toasts.tsx'
import { router } from './routes.tsx'

/** The providers, in the order in which they need one another. */
export const App = () => (
  <QueryClientProvider client={queryClient}>
    <Suspense fallback={null}>
      <RouterProvider router={router} />
      <Toasts />
    </Suspense>
  </QueryClientProvider>
)
