import { useQuery } from '@tanstack/react-query'
import { readSession } from '#shared/accounts/contract.ts'
import type { Me } from '#shared/accounts/model.ts'
import { call } from '../api/call.ts'

export const sessionQuery = {
  queryKey: ['session'] as const,
  queryFn: () => call(readSession, {}),
  staleTime: 60_000,
}

/** Who is signed in. Undefined while asking, null when nobody is. */
export const useMe = (): Me | null | undefined => useQuery(sessionQuery).data?.me
