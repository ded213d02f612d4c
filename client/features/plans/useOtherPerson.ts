import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Me } from '#shared/accounts/model.ts'
import { sessionQuery, useMe } from '../../lib/session/useSession.ts'
import type { DocStatus } from '../../lib/sync/DocStatus.ts'

/**
 * The name of whoever else is signed in in this browser by now; null when that is nobody, or not
 * known. Asked when the server says that one's own session is over, which it is then too.
 */
export const useOtherPerson = (me: Me, statuses: readonly DocStatus[]): string | null => {
  const client = useQueryClient()
  const now = useMe()
  const isOut = statuses.some(
    (status) => status.kind === 'refused' && status.reason === 'NotSignedIn',
  )
  useEffect(() => {
    // Without an answer it stays with what is known: the session has ended.
    if (isOut) client.fetchQuery({ ...sessionQuery, staleTime: 0 }).catch(() => undefined)
  }, [client, isOut])
  return isOut && now && now.userId !== me.userId ? now.name : null
}
