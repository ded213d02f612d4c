import { useTranslation } from 'react-i18next'
import type { LessonId } from '#shared/ids.ts'
import type { Site } from '#shared/lessons/model.ts'
import styles from './LessonName.module.css'
import { useLesson } from './lessonsApi.ts'

/** A lesson's title and one of its rooms, for whoever knows only its id. */
export const LessonName = ({
  lessonId,
  site,
}: {
  readonly lessonId: LessonId
  readonly site: Site
}) => {
  const { t } = useTranslation('lessons')
  const { data: lesson } = useLesson(lessonId)
  if (!lesson) return <>{t('page.loading')}</>
  const room = lesson.sites.find((one) => one.site === site)
  return (
    <>
      {lesson.title}
      <span className={styles.room}>
        {[room?.school, room?.className].filter(Boolean).join(' ')}
      </span>
    </>
  )
}
