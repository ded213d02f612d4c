import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import type { PlanId, UserId } from '#shared/ids.ts'
import { PLAN_BODY, PLAN_SCHEMA_VERSION } from '#shared/plans/schema.ts'
import { docName } from '#shared/sync/docName.ts'
import { deviceId } from '../../lib/session/deviceId.ts'
import { type OpenDoc, openDoc } from '../../lib/sync/openDoc.ts'

export type PlanDocs = {
  readonly plan: OpenDoc
  readonly comments: OpenDoc
  /** Closes both and opens them again, to be judged anew. */
  readonly reopen: () => void
}

/** The plan and its comments, open for as long as the page shows them, and kept in this browser. */
export const usePlanDocs = (planId: PlanId, userId: UserId): PlanDocs | null => {
  const [docs, setDocs] = useState<Omit<PlanDocs, 'reopen'> | null>(null)
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is another pair of documents
  useEffect(() => {
    const same = { offline: true, userId, deviceId: deviceId() }
    const name = docName('plan', planId)
    const plan = openDoc({ ...same, name, schemaVersion: PLAN_SCHEMA_VERSION })
    const comments = openDoc({ ...same, name: docName('comments', planId) })
    setDocs({ plan, comments })
    return () => {
      plan.dispose()
      comments.dispose()
      setDocs(null)
    }
  }, [planId, userId, attempt])
  const reopen = useCallback(() => setAttempt((n) => n + 1), [])
  return docs && { ...docs, reopen }
}

/**
 * Whether the plan can be shown: its words are here, or the server has said that there are none. An
 * editor bound earlier would let one type into a document whose content is still on its way.
 */
export const useHasContent = ({ doc, status }: OpenDoc): boolean =>
  useSyncExternalStore(
    (tell) => {
      doc.on('update', tell)
      const stop = status.subscribe(tell)
      return () => {
        doc.off('update', tell)
        stop()
      }
    },
    () => doc.getXmlFragment(PLAN_BODY).length > 0 || status.getSnapshot().kind === 'open',
  )
