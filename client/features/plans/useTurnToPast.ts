import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { loadCode } from '../../lib/code/loadCode.ts'
import { showToast } from '../../ui/toasts.ts'
import type { Shown } from './versions/versionsApi.ts'

export const loadPast = () => import('./versions/PastScreen.tsx')

/** What of the past is shown; null: the present. When its code does not come, the paper stays in sight. */
export const useTurnToPast = () => {
  const { t } = useTranslation('plans')
  const [past, setPast] = useState<Shown | null>(null)
  const turnTo = useCallback(
    (shown: Shown): void => {
      loadCode(loadPast).then(
        () => setPast(shown),
        () => void showToast(t('pastAway'), { tone: 'problem' }),
      )
    },
    [t],
  )
  return { past, turnTo, turnBack: () => setPast(null) }
}
