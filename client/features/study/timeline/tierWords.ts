import type { TFunction } from 'i18next'
import { formatTime } from '#client/lib/playback/formatTime.ts'

/** The few words that stand in pictures. */
export const tierWords = (t: TFunction<'study'>) => ({
  over: (ms: number): string => t('tier.over', { time: formatTime(ms) }),
  page: (page: number): string => t('tier.page', { page }),
})
