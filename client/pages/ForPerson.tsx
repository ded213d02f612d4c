import type { ReactNode } from 'react'
import { Navigate, useLocation } from 'react-router'
import { signInPath } from '#client/lib/session/signInPath.ts'
import { useMe } from '#client/lib/session/useSession.ts'
import type { Me } from '#shared/accounts/model.ts'

/**
 * What only signed-in people see. Whose session has ended elsewhere is led to signing in, and back: an
 * empty page, or one that loads for ever, would say nothing of it. Where somebody writes the page stays.
 */
export const ForPerson = (props: {
  readonly children: (me: Me) => ReactNode
  /** While nobody knows who is signed in. */
  readonly waiting?: ReactNode
}) => {
  const me = useMe()
  const place = useLocation()
  if (me) return props.children(me)
  return me === null ? <Navigate to={signInPath(place)} replace /> : props.waiting
}
