import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { UserId } from '#shared/ids.ts'
import type { Lesson } from '#shared/lessons/model.ts'
import type { Contribution } from '#shared/plans/history.ts'
import type { PastPeople } from './PastPaper.tsx'

/** A moment in words. */
export const useMoments = (): ((at: string | number) => string) => {
  const { i18n } = useTranslation('history')
  return useMemo(() => {
    const words = new Intl.DateTimeFormat(i18n.language, {
      ...{ month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false },
    })
    return (at) => words.format(new Date(at))
  }, [i18n.language])
}

/** Names and hues of everybody who ever wrote here. */
export const usePastPeople = (
  lesson: Lesson,
  contribution: Contribution | undefined,
): PastPeople => {
  const { t } = useTranslation('history')
  const unknown = t('unknown')
  const known = useMemo(() => {
    const wrote = (contribution?.people ?? []).flatMap(({ person }) => (person ? [person] : []))
    return new Map([...lesson.members, ...wrote].map((person) => [person.userId, person]))
  }, [lesson.members, contribution])
  return useCallback(
    (userId: UserId) => known.get(userId) ?? { name: unknown, hue: 'zhou' },
    [known, unknown],
  )
}
