import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { LessonSummary } from '#shared/lessons/model.ts'
import { weekShownMs } from '#shared/lessons/weekShown.ts'
import { clockTime, daysBetween, weekDays, weekday } from '../format.ts'
import { StageSquares } from '../StageSquares.tsx'
import styles from './Week.module.css'

/** This week's lessons by day (at the weekend: next week's); Saturday and Sunday only when something is there. */
export const Week = ({
  lessons,
  nowMs,
}: {
  readonly lessons: readonly LessonSummary[]
  readonly nowMs: number
}) => {
  const { t, i18n } = useTranslation('home')
  const shownMs = weekShownMs(nowMs)
  const label = t(shownMs === nowMs ? 'week.label' : 'week.next')
  const days = weekDays(shownMs)
    .map((dayMs) => ({
      dayMs,
      lessons: lessons.filter(({ startsAt }) => startsAt && daysBetween(dayMs, startsAt) === 0),
    }))
    .filter(
      ({ dayMs, lessons: own }, index) =>
        index < 5 || own.length > 0 || daysBetween(nowMs, dayMs) === 0,
    )
  return (
    <section className={styles.week} aria-label={label}>
      <div className={styles.key}>
        <h3>{label}</h3>
        <p>{t('week.key')}</p>
      </div>
      {days.map(({ dayMs, lessons: own }) => {
        const isToday = daysBetween(nowMs, dayMs) === 0
        return (
          <div
            key={dayMs}
            data-today={isToday || undefined}
            data-free={own.length === 0 || undefined}
          >
            <h3 className="num">
              {weekday(dayMs, i18n.language)} {new Date(dayMs).getDate()}
              {isToday && t('week.today')}
            </h3>
            {own.map((lesson) => (
              <p key={lesson.lessonId}>
                <Link to={`/lessons/${lesson.lessonId}`}>{lesson.title}</Link>
                <span className={styles.state}>
                  <StageSquares
                    stage={lesson.stage}
                    {...(lesson.stage === 'plan' && lesson.startsAt
                      ? { word: clockTime(lesson.startsAt, i18n.language) }
                      : {})}
                  />
                </span>
              </p>
            ))}
          </div>
        )
      })}
    </section>
  )
}
