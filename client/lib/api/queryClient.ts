import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './apiError.ts'

/** Nobody has said no: the server did not answer, or could not ask the others just now. */
const isPassing = (error: Error): boolean =>
  error instanceof ApiError &&
  (['offline', 'redis-away', 'owner-away'] as const).some((code) => error.is(code))

/** Server facts. A refusal is final; only what passes by itself is asked again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // Whether the studio answers is found out by asking: the browser knows of networks, not of a
      // server in the same house, and a question that waits for a network says nothing to anybody.
      networkMode: 'always',
      refetchOnReconnect: true,
      retry: (count, error) => isPassing(error) && count < 3,
    },
    mutations: { networkMode: 'always' },
  },
})
