import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { AvatarStack } from '#client/ui/AvatarStack.tsx'
import { Icon } from '#client/ui/Icon.tsx'
import { Tag } from '#client/ui/Tag.tsx'
import type { LessonSummary } from '#shared/lessons/model.ts'
import { clockTime, planned, weekday } from '../format.ts'
import { LessonStrip } from '../LessonStrip.tsx'
import { LessonTitle } from '../LessonTitle.tsx'
import { StageSquares } from '../StageSquares.tsx'
import styles from './LessonsTable.module.css'

const Teachers = ({ lesson }: { readonly lesson: LessonSummary }) => {
  const { t } = useTranslation('lessons')
  const teachers = lesson.sites.flatMap(({ teacher }) => (teacher ? [teacher] : []))
  if (teachers.length === 0) return <span className={styles.faint}>{t('list.noTeacher')}</span>
  const [only] = teachers
  return (
    <>
      <AvatarStack
        size={22}
        people={teachers.map(({ userId, name, hue }) => ({ key: userId, name, hue }))}
      />
      <span aria-hidden="true">
        {teachers.length === 1
          ? only?.name
          : teachers.map(({ name }) => name.slice(0, 1)).join(t('list.and'))}
      </span>
    </>
  )
}

const Minutes = ({ lesson }: { readonly lesson: LessonSummary }) => {
  const { t } = useTranslation('lessons')
  const minutes = planned(lesson.steps)
  if (lesson.steps.length === 0) return <span className={styles.faint}>{t('list.noSteps')}</span>
  const over = minutes - lesson.lengthMin
  return (
    <>
      <span className={styles.strip}>
        <LessonStrip steps={lesson.steps} lengthMin={lesson.lengthMin} />
      </span>
      <span className="num" data-over={over > 0 || undefined}>
        {minutes}
        {over > 0 && t('list.over', { count: over })}
      </span>
    </>
  )
}

const Classes = ({ lesson }: { readonly lesson: LessonSummary }) => {
  const { t } = useTranslation('lessons')
  const named = lesson.sites.filter(({ className, school }) => className || school)
  if (named.length === 0) return <span className={styles.faint}>{t('list.noClass')}</span>
  return named.map(({ site, school, className }) => (
    <span key={site} className={styles.class} data-site={site}>
      {site === 'far' ? `${school} ${className}` : className || school}
    </span>
  ))
}

const Count = ({
  icon,
  label,
  count,
}: {
  icon: 'comment' | 'study'
  label: string
  count: number
}) =>
  // Nought is left blank: only what is there asks for attention.
  count > 0 ? (
    <span className={styles.count} title={label}>
      <Icon name={icon} size={16} />
      <span className="num">{count}</span>
      <span className="sr">{label}</span>
    </span>
  ) : (
    <span />
  )

/** One lesson, 40 px: stage, people, planned strip, classes, counts. */
export const LessonRow = ({ lesson }: { readonly lesson: LessonSummary }) => {
  const { t, i18n } = useTranslation('lessons')
  const when =
    lesson.startsAt && (lesson.stage === 'plan' || lesson.stage === 'teach')
      ? `${weekday(lesson.startsAt, i18n.language)} ${clockTime(lesson.startsAt, i18n.language)}`
      : undefined
  return (
    <li className={styles.row}>
      <span className={styles.title}>
        <Link to={`/lessons/${lesson.lessonId}`} className={styles.link}>
          <LessonTitle title={lesson.title} />
        </Link>
        {lesson.isDual && <Tag>{t('list.dual')}</Tag>}
      </span>
      <span className={styles.stage}>
        <StageSquares stage={lesson.stage} {...(when ? { word: when } : {})} />
      </span>
      <span className={styles.people}>
        <Teachers lesson={lesson} />
      </span>
      <span className={styles.minutes}>
        <Minutes lesson={lesson} />
      </span>
      <span className={styles.classes}>
        <Classes lesson={lesson} />
      </span>
      <span className={styles.counts}>
        <Count icon="comment" label={t('list.comments')} count={lesson.commentCount} />
        <Count icon="study" label={t('list.recordings')} count={lesson.recordingCount} />
      </span>
    </li>
  )
}
