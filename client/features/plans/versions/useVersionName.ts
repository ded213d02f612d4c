import { useTranslation } from 'react-i18next'
import type { PlanVersion } from '#shared/plans/history.ts'

/** What a version is called: its label, or why the server kept it. */
export const useVersionName = (): ((version: PlanVersion) => string) => {
  const { t } = useTranslation('history')
  return ({ kind, label, restored }) => {
    if (kind === 'named') return label
    return restored?.label ? t('beforeRestoreOf', { label: restored.label }) : t('beforeRestore')
  }
}
