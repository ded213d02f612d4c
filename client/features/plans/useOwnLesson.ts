import { useState, useSyncExternalStore } from 'react'
import type { Me } from '#shared/accounts/model.ts'
import type { Lesson } from '#shared/lessons/model.ts'
import { useMe } from '../../lib/session/useSession.ts'
import type { PlanDocs } from './usePlanDocs.ts'

/**
 * The lesson as it was read last under one's own name. What one may do is read under whoever is signed
 * in: while that is somebody else in the same browser, or nobody, it says nothing of this page's person.
 */
export const useOwnLesson = (lesson: Lesson, { plan }: Pick<PlanDocs, 'plan'>, me: Me): Lesson => {
  const now = useMe()
  const status = useSyncExternalStore(plan.status.subscribe, plan.status.getSnapshot)
  const isOut = status.kind === 'refused' && status.reason === 'NotSignedIn'
  const isOwn = !isOut && (!now || now.userId === me.userId)
  const [own, setOwn] = useState(lesson)
  if (isOwn && own !== lesson) setOwn(lesson)
  return isOwn ? lesson : own
}
