import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlanId, UserId } from '#shared/ids.ts'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { lessonKey } from '../../lib/api/lessonKey.ts'
import { present } from '../../lib/errors/present.ts'
import { reopenFeed } from '../../lib/feed/feedClient.ts'
import { deviceId } from '../../lib/session/deviceId.ts'
import { sessionQuery } from '../../lib/session/useSession.ts'
import type { KeptDoc } from '../../lib/sync/keepDoc.ts'
import type { OpenDoc } from '../../lib/sync/openDoc.ts'
import { openTray, type Tray } from '../../lib/sync/openTray.ts'
import { showToast } from '../../ui/toasts.ts'
import { type KeptPlan, keepPlanDocs } from './recovery/keepPlanDocs.ts'
import { sendLeftBehind, showPlan } from './recovery/sendLeftBehind.ts'

/** A plan's documents as they are shown now. */
export type PlanDocs = {
  readonly plan: OpenDoc
  readonly comments: OpenDoc
  readonly tray: Tray
  /** Why the plan, or its comments, had to be opened anew while the page stood; null when not. */
  readonly since: KeptDoc['since']
  readonly isPageOld: boolean
  /** Closes both and opens them again, to be judged anew. */
  readonly reopen: () => void
  /**
   * After signing in again: the same documents connect again, with everything that is in them. Who
   * did not ask for it is not told that nobody has signed in yet.
   */
  readonly resume: (how: { readonly isAsked: boolean }) => Promise<void>
}

type Opened = Pick<PlanDocs, 'reopen' | 'resume'> & { readonly kept: KeptPlan }

/** Whoever signed in meanwhile may be somebody else, and nobody's words go out under another's name. */
const useResume = (kept: KeptPlan | null, userId: UserId): PlanDocs['resume'] => {
  const client = useQueryClient()
  const { t } = useTranslation('plans')
  // What an attempt said is not so any more once another has gone through.
  const takeBack = useRef(() => {})
  return useCallback(
    async ({ isAsked }) => {
      const say = (words: string): void => {
        if (isAsked) takeBack.current = showToast(words, { tone: 'problem' })
      }
      const asked = client.fetchQuery({ ...sessionQuery, staleTime: 0 })
      const session = await asked.catch((thrown: unknown) => say(present(thrown)))
      if (!session) return
      if (!session.me) return say(t('ended.stillOut'))
      takeBack.current()
      if (session.me.userId !== userId) return
      // What one may do was read meanwhile under nobody's name, or another's.
      reopenFeed()
      await client.refetchQueries({ queryKey: lessonKey() })
      for (const document of [kept?.plan, kept?.comments]) document?.getSnapshot().open.retry()
    },
    [client, t, kept, userId],
  )
}

/** Opened once: what this browser has no room for is in the tray alone, and trying again must not lose it. */
const useOwnTray = (userId: UserId): Tray | null => {
  const [tray, setTray] = useState<Tray | null>(null)
  useEffect(() => {
    const opened = openTray(userId)
    setTray(opened)
    return () => {
      opened.close()
      setTray(null)
    }
  }, [userId])
  return tray
}

/** The plan and its comments, open for as long as the page shows them, and kept in this browser. */
export const usePlanDocs = (planId: PlanId, userId: UserId): Opened | null => {
  const [kept, setKept] = useState<KeptPlan | null>(null)
  const [attempt, setAttempt] = useState(0)
  const tray = useOwnTray(userId)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is another pair of documents
  useEffect(() => {
    if (!tray) return
    const letGo = showPlan(planId, userId)
    const opened = keepPlanDocs(planId, { userId, deviceId: deviceId(), tray })
    setKept(opened)
    return () => {
      opened.dispose()
      letGo()
      setKept(null)
      // No storage, nothing left in it.
      sendLeftBehind(userId).catch(() => undefined)
    }
  }, [planId, userId, tray, attempt])
  const reopen = useCallback(() => setAttempt((n) => n + 1), [])
  const resume = useResume(kept, userId)
  return kept && { kept, reopen, resume }
}

/** What of the pair is in sight at the moment. */
export const useShownDocs = ({ kept, reopen, resume }: Opened): PlanDocs => {
  const plan = useSyncExternalStore(kept.plan.subscribe, kept.plan.getSnapshot)
  const comments = useSyncExternalStore(kept.comments.subscribe, kept.comments.getSnapshot)
  return {
    plan: plan.open,
    comments: comments.open,
    tray: kept.tray,
    since: plan.since ?? comments.since,
    isPageOld: plan.isPageOld || comments.isPageOld,
    reopen,
    resume,
  }
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
