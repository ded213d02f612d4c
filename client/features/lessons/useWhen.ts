import { useTranslation } from 'react-i18next'
import { clockTime, daysBetween, shortDate, weekday } from './format.ts'

/** A moment as one says it: 9:14 today, 昨天, 周一, 9月2日. */
export const useWhen = (): ((at: string, nowMs: number) => string) => {
  const { t, i18n } = useTranslation('lessons')
  return (at, nowMs) => {
    const days = daysBetween(nowMs, at)
    if (days === 0) return clockTime(at, i18n.language)
    if (days === -1) return t('when.yesterday')
    if (days === 1) return t('when.tomorrow')
    return Math.abs(days) < 7 ? weekday(at, i18n.language) : shortDate(at, i18n.language)
  }
}
