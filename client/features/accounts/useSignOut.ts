import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { call } from '#client/lib/api/call.ts'
import { present } from '#client/lib/errors/present.ts'
import { useMe } from '#client/lib/session/useSession.ts'
import { askStorageKey } from '#client/lib/sync/askStorageKey.ts'
import { sealCopies } from '#client/lib/sync/sealedCopies.ts'
import { showToast } from '#client/ui/toasts.ts'
import { signOut } from '#shared/accounts/contract.ts'

/** The computer may be shared: what only this browser has is sealed while one still has the key. */
const leaveNothingReadable = async (userId: string): Promise<void> => {
  try {
    await sealCopies(userId, askStorageKey)
  } catch {
    // No key, no storage: signing out is not held up by it.
  }
}

/** Ends the session, forgets what was read with it and shows the sign-in page. */
export const useSignOut = () => {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const me = useMe()
  return useMutation({
    mutationFn: async () => {
      if (me) await leaveNothingReadable(me.userId)
      return call(signOut, {})
    },
    onSuccess: async () => {
      queryClient.clear()
      await navigate('/sign-in')
    },
    onError: (thrown) => showToast(present(thrown), { tone: 'problem' }),
  })
}
