import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { LessonSummary } from '#shared/lessons/model.ts'
import { shortDate } from '../format.ts'
import { StageSquares } from '../StageSquares.tsx'
import styles from './HomeView.module.css'

/** Lessons worked on lately, one line each; opens at the stage the lesson has reached. */
export const RecentLessons = ({
  title,
  lessons,
}: {
  readonly title: string
  readonly lessons: readonly LessonSummary[]
}) => {
  const { t, i18n } = useTranslation('home')
  if (lessons.length === 0) return null
  return (
    <div className={styles.recent}>
      <h2>{title}</h2>
      <ul>
        {lessons.map((lesson) => (
          <li key={lesson.lessonId}>
            <Link to={`/lessons/${lesson.lessonId}`}>{lesson.title}</Link>
            <span className="num">
              {lesson.startsAt && shortDate(lesson.startsAt, i18n.language)}
            </span>
            <span>
              {lesson.recordingCount > 0 &&
                t('recent.recordings', { count: lesson.recordingCount })}
            </span>
            <StageSquares stage={lesson.stage} />
          </li>
        ))}
      </ul>
    </div>
  )
}
