import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Busy } from '#client/ui/Busy.tsx'
import type { Activity } from '#shared/lessons/model.ts'
import { ActivityLine } from './ActivityLine.tsx'
import styles from './ActivityLog.module.css'
import { clockTime, longDate, startOfDay } from './format.ts'
import { activityQuery } from './lessonsApi.ts'

const byDay = (activity: readonly Activity[]): readonly [number, readonly Activity[]][] => {
  const days = new Map<number, Activity[]>()
  for (const line of activity) {
    const day = startOfDay(line.at)
    days.set(day, [...(days.get(day) ?? []), line])
  }
  return [...days]
}

/** A lesson's way from the first line to the archive: who did what when, newest day first. */
export const ActivityLog = ({ lessonId }: { readonly lessonId: string }) => {
  const { t, i18n } = useTranslation('lessons')
  const { data: activity } = useQuery(activityQuery(lessonId))
  if (!activity) return <Busy words={t('archive.loading')} />
  return byDay(activity).map(([day, lines]) => (
    <section key={day} className={styles.day}>
      <h3>{longDate(day, i18n.language)}</h3>
      <ul>
        {lines.map((line) => (
          <ActivityLine
            key={line.id}
            activity={line}
            when={clockTime(line.at, i18n.language)}
            withTitle={false}
          />
        ))}
      </ul>
    </section>
  ))
}
