import { useQuery } from '@tanstack/react-query'
import { readSession } from '#shared/accounts/contract.ts'
import type { Me } from '#shared/accounts/model.ts'
import { call } from '../api/call.ts'

/** A session may end without a word; whoever comes next finds nothing of it to read. */
const sealOthersCopies = async (userId: string | null): Promise<void> => {
  const { sealAllBut } = await import('../sync/sealedCopies.ts')
  await sealAllBut(userId)
}

export const sessionQuery = {
  queryKey: ['session'] as const,
  queryFn: async () => {
    const session = await call(readSession, {})
    // No storage, no copies; asking who is here is not held up by it.
    void sealOthersCopies(session.me?.userId ?? null).catch(() => undefined)
    return session
  },
  staleTime: 60_000,
}

/** Who is signed in. Undefined while asking, null when nobody is. */
export const useMe = (): Me | null | undefined => useQuery(sessionQuery).data?.me
