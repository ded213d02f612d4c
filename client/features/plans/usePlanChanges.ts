import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { lessonKey } from '../../lib/api/lessonKey.ts'
import type { OpenDoc } from '../../lib/sync/openDoc.ts'
import type { PlanDocs } from './usePlanDocs.ts'

export type PlanChange = NonNullable<PlanDocs['since']> | 'Demoted' | 'Promoted'

/** What has changed for good and was not seen yet; null when nothing. */
export type PlanChanges = { readonly change: PlanChange | null; readonly onSeen: () => void }

/**
 * Whether the lesson was read anew since its plan was refused: a refusal may be the first this page
 * hears of a role that has changed while it heard nothing.
 */
const useAskedSince = ({ plan, since }: Pick<PlanDocs, 'plan' | 'since'>): boolean => {
  const client = useQueryClient()
  const [askedFor, setAskedFor] = useState<OpenDoc | null>(null)
  useEffect(() => {
    if (since === null) return
    let isCurrent = true
    client.refetchQueries({ queryKey: lessonKey() }, { throwOnError: true }).then(
      // After what was answered has been told: those who show it hear of it a turn later.
      () => setTimeout(() => isCurrent && setAskedFor(plan)),
      // Nobody answered: nothing is known that was not known before.
      () => undefined,
    )
    return () => {
      isCurrent = false
    }
  }, [client, plan, since])
  return askedFor === plan
}

type Rights = { readonly canEdit: boolean; readonly isArchived: boolean }

/** What there was when the last change came. */
type Known = {
  readonly change: PlanChange | null
  readonly plan: OpenDoc
  readonly canEdit: boolean
}

/** The newest of what happened since `before`; `before` itself when nothing did. */
const next = (before: Known, docs: PlanDocs, rights: Rights, isAsked: boolean): Known => {
  const { plan, since } = docs
  // Of the archive the lesson's own strip tells.
  const canEdit = rights.isArchived ? before.canEdit : rights.canEdit
  if (plan !== before.plan) return { change: since ?? before.change, plan, canEdit: before.canEdit }
  if (canEdit === before.canEdit) {
    // They may not write, the page was told by a refusal; meanwhile they may again.
    const isBack = before.change === 'Forbidden' && isAsked && rights.canEdit
    return isBack ? { ...before, change: 'Promoted' } : before
  }
  if (canEdit) return { change: 'Promoted', plan, canEdit }
  return { change: before.change === 'Forbidden' ? 'Forbidden' : 'Demoted', plan, canEdit }
}

/**
 * What was refused, or that the right to write went or came, while the page stood, the newest of it:
 * remembered as long as it stands, also while one looks at the past and when its documents were opened anew.
 */
export const usePlanChanges = (docs: PlanDocs, rights: Rights): PlanChanges => {
  const isAsked = useAskedSince(docs)
  const [known, setKnown] = useState<Known>({
    change: docs.since,
    plan: docs.plan,
    canEdit: rights.canEdit,
  })
  const now = next(known, docs, rights, isAsked)
  if (now !== known) setKnown(now)
  const { change } = now
  const isOfRights = change === 'Demoted' || change === 'Promoted'
  return {
    change: isOfRights && rights.isArchived ? null : change,
    onSeen: () => setKnown({ ...now, change: null }),
  }
}
