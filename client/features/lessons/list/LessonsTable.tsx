import { useTranslation } from 'react-i18next'
import type { LessonSummary } from '#shared/lessons/model.ts'
import { shortDate, weekDays } from '../format.ts'
import { groupLessons, type ListedUnit, type ListedWeek } from './groupLessons.ts'
import { LessonRow } from './LessonRow.tsx'
import styles from './LessonsTable.module.css'

const Week = ({ week, nowMs }: { readonly week: ListedWeek; readonly nowMs: number }) => {
  const { t, i18n } = useTranslation('lessons')
  const { mondayMs } = week
  const isNow = mondayMs !== null && weekDays(nowMs)[0] === mondayMs
  const from =
    mondayMs === null
      ? t('list.unscheduled')
      : t('list.weekFrom', { date: shortDate(mondayMs, i18n.language) })
  return (
    <div className={styles.week}>
      <p className={styles.weekName} data-now={isNow || undefined}>
        {isNow ? (
          <>
            {t('list.thisWeek')}
            <small className="num">{from}</small>
          </>
        ) : (
          <span className="num">{from}</span>
        )}
      </p>
      <ul>
        {week.lessons.map((lesson) => (
          <LessonRow key={lesson.lessonId} lesson={lesson} />
        ))}
      </ul>
    </div>
  )
}

const Unit = ({
  unit,
  nowMs,
  isFirst,
}: {
  readonly unit: ListedUnit
  readonly nowMs: number
  readonly isFirst: boolean
}) => {
  const { t } = useTranslation('lessons')
  const columns = ['stage', 'people', 'minutes', 'classes', 'evidence'] as const
  return (
    <section>
      <div className={styles.unit}>
        <h2>
          {unit.unit || t('list.noUnit')}
          <small className="num">
            {t('list.unitCount', { count: unit.count })}
            {unit.taught > 0 && t('list.unitTaught', { count: unit.taught })}
          </small>
        </h2>
        {isFirst &&
          columns.map((column) => (
            <span key={column} className={styles.column} aria-hidden="true">
              {t(`list.columns.${column}`)}
            </span>
          ))}
      </div>
      {unit.weeks.map((week) => (
        <Week key={week.mondayMs ?? 'later'} week={week} nowMs={nowMs} />
      ))}
    </section>
  )
}

/** Lessons by unit and week. */
export const LessonsTable = ({
  lessons,
  nowMs,
}: {
  readonly lessons: readonly LessonSummary[]
  readonly nowMs: number
}) => (
  <div className={styles.table}>
    {groupLessons(lessons).map((unit, index) => (
      <Unit key={unit.unit} unit={unit} nowMs={nowMs} isFirst={index === 0} />
    ))}
  </div>
)
