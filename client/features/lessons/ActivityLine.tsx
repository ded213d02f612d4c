import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Avatar } from '#client/ui/Avatar.tsx'
import type { Activity, ActivityKind } from '#shared/lessons/model.ts'
import styles from './ActivityLine.module.css'

const tabOf: Readonly<Record<ActivityKind, string>> = {
  'lesson.created': 'plan',
  'plan.edited': 'plan',
  'comment.added': 'plan',
  'slides.uploaded': 'teach',
  'lesson.taught': 'study',
  'recording.ready': 'study',
  'mark.added': 'study',
  'coding.finished': 'study',
  'lesson.shared': 'archive',
  'lesson.archived': 'archive',
}

/** Who did what when, with the words themselves below. */
export const ActivityLine = ({
  activity,
  when,
  withTitle,
}: {
  readonly activity: Activity
  readonly when: string
  /** Names and links the lesson; on the lesson's own page that is known. */
  readonly withTitle: boolean
}) => {
  const { t } = useTranslation('lessons')
  const name = activity.actor?.name ?? t('activity.system')
  const words = withTitle
    ? t(`activity.${activity.kind}.of`, { name, title: activity.lessonTitle })
    : t(`activity.${activity.kind}.here`, { name })
  return (
    <li className={styles.line}>
      <span className={styles.who} aria-hidden="true">
        <Avatar name={name} hue={activity.actor?.hue ?? 'zhou'} size={22} />
      </span>
      {withTitle ? (
        <Link className={styles.words} to={`/lessons/${activity.lessonId}/${tabOf[activity.kind]}`}>
          {words}
        </Link>
      ) : (
        <span className={styles.words}>{words}</span>
      )}
      <time className={styles.when} dateTime={activity.at}>
        {when}
      </time>
      {activity.detail && <p className={styles.detail}>{activity.detail}</p>}
    </li>
  )
}
