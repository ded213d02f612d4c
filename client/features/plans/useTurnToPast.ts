import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { loadCode } from '../../lib/code/loadCode.ts'
import type { DocStatus } from '../../lib/sync/DocStatus.ts'
import { showToast } from '../../ui/toasts.ts'
import type { Shown } from './versions/versionsApi.ts'

export const loadPast = () => import('./versions/PastScreen.tsx')

/**
 * What of the past is shown; null: the present. When its code does not come, the paper stays in sight:
 * without a line, or, with one, because a newer build has none of it any more.
 */
export const useTurnToPast = (line: DocStatus['kind']) => {
  const { t } = useTranslation('plans')
  const [past, setPast] = useState<Shown | null>(null)
  const turnTo = useCallback(
    (shown: Shown): void => {
      loadCode(loadPast).then(
        () => setPast(shown),
        () => void showToast(t(line === 'open' ? 'pastOutdated' : 'pastAway'), { tone: 'problem' }),
      )
    },
    [t, line],
  )
  return { past, turnTo, turnBack: () => setPast(null) }
}
