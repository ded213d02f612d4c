import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { OpenDoc } from '../../lib/sync/openDoc.ts'
import type { PlanDocs } from './usePlanDocs.ts'

export type PlanChange = NonNullable<PlanDocs['since']> | 'Demoted' | 'Promoted'

/** What has changed for good and was not seen yet; null when nothing. */
export type PlanChanges = { readonly change: PlanChange | null; readonly onSeen: () => void }

/**
 * Whether what this page knows was asked for anew since its plan was refused: a refusal may be the
 * first it hears of a role that has changed while it heard nothing.
 */
const useAskedSince = ({ plan, since }: Pick<PlanDocs, 'plan' | 'since'>): boolean => {
  const client = useQueryClient()
  const [askedFor, setAskedFor] = useState<OpenDoc | null>(null)
  useEffect(() => {
    if (since === null) return
    let isCurrent = true
    const done = (): void => {
      if (isCurrent) setAskedFor(plan)
    }
    client.invalidateQueries().then(done, done)
    return () => {
      isCurrent = false
    }
  }, [client, plan, since])
  return askedFor === plan
}

type Rights = { readonly canEdit: boolean; readonly isArchived: boolean }

const useChange = (docs: PlanDocs, { canEdit, isArchived }: Rights): PlanChange | null => {
  const { since } = docs
  const isAsked = useAskedSince(docs)
  const [couldEdit] = useState(canEdit)
  // Of the archive the lesson's own strip tells.
  const mayOnlyRead = !canEdit && !isArchived
  const [couldOnlyRead, setCouldOnlyRead] = useState(mayOnlyRead)
  if (mayOnlyRead && !couldOnlyRead) setCouldOnlyRead(true)
  // Whoever may write again is not told any more that they may not.
  if (canEdit && (couldOnlyRead || (since === 'Forbidden' && isAsked))) return 'Promoted'
  return since ?? (couldEdit && mayOnlyRead ? 'Demoted' : null)
}

/**
 * What was refused, or that the right to write went or came, while the page stood: remembered as long as
 * it stands, also while one looks at the past and when its documents were opened anew.
 */
export const usePlanChanges = (docs: PlanDocs, rights: Rights): PlanChanges => {
  const change = useChange(docs, rights)
  const { plan } = docs
  const [seen, setSeen] = useState<{ readonly change: PlanChange; readonly plan: OpenDoc } | null>(
    null,
  )
  if (seen && (seen.change !== change || seen.plan !== plan)) setSeen(null)
  const isSeen = seen !== null && seen.change === change && seen.plan === plan
  return {
    change: isSeen ? null : change,
    onSeen: () => change && setSeen({ change, plan }),
  }
}
