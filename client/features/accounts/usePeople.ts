import { useQuery } from '@tanstack/react-query'
import { call } from '#client/lib/api/call.ts'
import { listPeople } from '#shared/accounts/contract.ts'

/** People of one's own district, to be named on a lesson. */
export const usePeople = () =>
  useQuery({
    queryKey: ['people'],
    queryFn: () => call(listPeople, {}),
    staleTime: 60_000,
    select: ({ people }) => people,
  })
