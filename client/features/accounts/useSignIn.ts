import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '#client/lib/api/call.ts'
import { sessionQuery } from '#client/lib/session/useSession.ts'
import { type readSession, signIn } from '#shared/accounts/contract.ts'
import type { Me } from '#shared/accounts/model.ts'
import type { ResultOf } from '#shared/http/endpoint.ts'

/** Whoever signs in starts with nothing of the person before in this browser. */
export const useBecome = () => {
  const queryClient = useQueryClient()
  return (me: Me): void => {
    const session = queryClient.getQueryData<ResultOf<typeof readSession>>(sessionQuery.queryKey)
    queryClient.clear()
    queryClient.setQueryData(sessionQuery.queryKey, {
      school: null,
      demoHint: null,
      ...session,
      me,
      setupNeeded: false,
    })
  }
}

export const useSignIn = (onDone: () => void) => {
  const become = useBecome()
  return useMutation({
    mutationFn: (body: { login: string; password: string }) => call(signIn, { body }),
    onSuccess: (me) => {
      become(me)
      onDone()
    },
  })
}
