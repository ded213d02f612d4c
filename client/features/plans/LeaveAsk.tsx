import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { type Blocker, useBlocker } from 'react-router'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import type { PlanDocs } from './usePlanDocs.ts'

const useHasLine = ({ status }: PlanDocs['plan']): boolean =>
  useSyncExternalStore(status.subscribe, () => status.getSnapshot().kind === 'open')

type Props = {
  readonly isAlone: boolean
  readonly docs: Pick<PlanDocs, 'plan' | 'comments' | 'tray'>
}

/**
 * Who closes the page is asked while words are in it alone; without a line they are that for the
 * moment in which this browser stores them.
 */
const useAskBeforeClosing = ({ isAlone, docs: { plan, comments } }: Props): void => {
  const hasPlanLine = useHasLine(plan)
  const hasCommentsLine = useHasLine(comments)
  useEffect(() => {
    if (!isAlone && hasPlanLine && hasCommentsLine) return
    const isLeftBehind = (): boolean =>
      (!hasPlanLine && !plan.isKept()) || (!hasCommentsLine && !comments.isKept())
    const ask = (event: BeforeUnloadEvent): void => {
      if (isAlone || isLeftBehind()) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isAlone, plan, comments, hasPlanLine, hasCommentsLine])
}

/**
 * Answers each question of the router's once: what has become of it is told to the page a moment later,
 * and a second answer would throw and take the page with it, words and all.
 */
const useAnswer = (blocker: Blocker): ((how: 'proceed' | 'reset') => void) => {
  const answered = useRef<Blocker | null>(null)
  return useCallback(
    (how) => {
      if (blocker.state !== 'blocked' || answered.current === blocker) return
      answered.current = blocker
      blocker[how]()
    },
    [blocker],
  )
}

/** Words that are in this page alone are not left behind without being asked, wherever one goes. */
export const LeaveAsk = ({ isAlone: areWordsAlone, docs }: Props) => {
  const { t } = useTranslation('plans')
  const { subscribe, getSnapshot } = docs.tray.isAlone
  const isTrayAlone = useSyncExternalStore(subscribe, getSnapshot)
  const isAlone = areWordsAlone || isTrayAlone
  const blocker = useBlocker(isAlone)
  useAskBeforeClosing({ isAlone, docs })
  const answer = useAnswer(blocker)
  // Stored meanwhile: nothing stands in the way any more.
  useEffect(() => {
    if (!isAlone) answer('proceed')
  }, [isAlone, answer])
  const stay = () => answer('reset')
  return (
    <Dialog
      open={blocker.state === 'blocked'}
      onClose={stay}
      title={t('leave.title')}
      description={t(areWordsAlone ? 'leave.text' : 'leave.tray')}
      actions={
        <>
          <Button onClick={() => answer('proceed')}>{t('leave.go')}</Button>
          <Button kind="primary" onClick={stay}>
            {t('leave.stay')}
          </Button>
        </>
      }
    />
  )
}
