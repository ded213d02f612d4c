import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Icon } from '#client/ui/Icon.tsx'
import { useRoom } from './ClassroomContext.ts'
import styles from './LessonTitle.module.css'

/** Where one is: the way back to the lesson, its title, who leads it, and the phase in words. */
export const LessonTitle = () => {
  const { t } = useTranslation('classrooms')
  const { lesson, state } = useRoom()
  const lead = lesson.sites.find(({ site }) => site === 'near')?.teacher
  const about = [
    `${lesson.grade}${lesson.subject}`,
    lesson.unit,
    lead && t('leadBy', { name: lead.name }),
  ]
  return (
    <div className={styles.title}>
      <Link to={`/lessons/${lesson.lessonId}/teach`} className={styles.back} aria-label={t('back')}>
        <Icon name="chevronLeft" />
      </Link>
      <h1 className="serif">{lesson.title}</h1>
      <span className={styles.about}>{about.filter(Boolean).join(' · ')}</span>
      <span className={styles.phase}>{t(`phase.${state.phase}`)}</span>
    </div>
  )
}
