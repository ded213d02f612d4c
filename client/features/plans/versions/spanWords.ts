import type { TFunction } from 'i18next'

/** A length of time in words; what is shorter than a minute was a minute. */
export const spanWords = (t: TFunction<'history'>, ms: number): string => {
  const minutes = Math.max(1, Math.round(ms / 60_000))
  return minutes < 60
    ? t('minutes', { minutes })
    : t('hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
}
