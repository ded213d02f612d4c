import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { call } from '#client/lib/api/call.ts'
import { present } from '#client/lib/errors/present.ts'
import { showToast } from '#client/ui/toasts.ts'
import { signOut } from '#shared/accounts/contract.ts'

/** Ends the session, forgets what was read with it and shows the sign-in page. */
export const useSignOut = () => {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: () => call(signOut, {}),
    onSuccess: async () => {
      queryClient.clear()
      await navigate('/sign-in')
    },
    onError: (thrown) => showToast(present(thrown), { tone: 'problem' }),
  })
}
