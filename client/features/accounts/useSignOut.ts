import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { call } from '#client/lib/api/call.ts'
import { present } from '#client/lib/errors/present.ts'
import { useMe } from '#client/lib/session/useSession.ts'
import { askStorageKey } from '#client/lib/sync/askStorageKey.ts'
import { prepareSeal, sealCopies } from '#client/lib/sync/sealedCopies.ts'
import { showToast } from '#client/ui/toasts.ts'
import { signOut } from '#shared/accounts/contract.ts'

/** The computer may be shared: what only this browser has is sealed. */
const leaveNothingReadable = async (userId: string): Promise<void> => {
  try {
    await sealCopies(userId, askStorageKey)
  } catch {
    // No storage: nobody is kept signed in by it.
  }
}

/**
 * The session first: a page that is open in another tab hears from the server that it is over, and
 * seals what it has before its copy goes. The lock is made ready while one still has the key.
 */
const end = async (userId: string | undefined): Promise<void> => {
  if (userId !== undefined) await prepareSeal(userId, askStorageKey).catch(() => undefined)
  await call(signOut, {})
  if (userId !== undefined) await leaveNothingReadable(userId)
}

/** Ends the session, forgets what was read with it and shows the sign-in page. */
export const useSignOut = () => {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const me = useMe()
  return useMutation({
    mutationFn: () => end(me?.userId),
    onSuccess: async () => {
      queryClient.clear()
      await navigate('/sign-in')
    },
    onError: (thrown) => showToast(present(thrown), { tone: 'problem' }),
  })
}
