import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './apiError.ts'

/** Server facts. A refusal is final; only silence is asked again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (count, error) => error instanceof ApiError && error.is('offline') && count < 3,
    },
  },
})
