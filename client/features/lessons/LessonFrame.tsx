import { type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { AvatarStack } from '#client/ui/AvatarStack.tsx'
import { Bar } from '#client/ui/Bar.tsx'
import { Busy } from '#client/ui/Busy.tsx'
import { Icon } from '#client/ui/Icon.tsx'
import { type Lesson, type Stage, stageSchema } from '#shared/lessons/model.ts'
import { shortDate } from './format.ts'
import styles from './LessonFrame.module.css'
import { LessonTitle } from './LessonTitle.tsx'
import { useLesson } from './lessonsApi.ts'
import { PageProblem } from './PageProblem.tsx'

const Title = ({ lesson }: { readonly lesson: Lesson }) => {
  const crumb = [lesson.subject, lesson.grade, lesson.unit].filter(Boolean).join(' · ')
  return (
    <div className={styles.title}>
      {crumb && <p className={styles.crumb}>{crumb}</p>}
      <h1 className={styles.name}>
        <LessonTitle title={lesson.title} serif />
      </h1>
    </div>
  )
}

const Stages = ({ lesson, tab }: { readonly lesson: Lesson; readonly tab: Stage }) => {
  const { t, i18n } = useTranslation('lessons')
  return (
    <nav className={styles.stages} aria-label={t('page.stages')}>
      {stageSchema.options.map((stage) => (
        <Link
          key={stage}
          to={`/lessons/${lesson.lessonId}/${stage}`}
          aria-current={stage === tab ? 'page' : undefined}
        >
          {t(`stage.${stage}`)}
          {stage === 'teach' && lesson.startsAt && (
            <small className="num">{shortDate(lesson.startsAt, i18n.language)}</small>
          )}
        </Link>
      ))}
    </nav>
  )
}

/**
 * The frame of a lesson: its title, stages and people always in the same corner. A tab may put its
 * own state (the plan's save badge) into the bar through the element `#lesson-bar-state`.
 */
export const LessonFrame = (props: {
  readonly lessonId: string
  /** What the address asks for; the lesson's own stage when it names none. */
  readonly asked: string | undefined
  /** What to say besides where there is no such lesson. */
  readonly missing: ReactNode
  readonly share: (lesson: Lesson) => ReactNode
  readonly children: (lesson: Lesson, tab: Stage) => ReactNode
}) => {
  const { t } = useTranslation('lessons')
  const { data: lesson, error, refetch } = useLesson(props.lessonId)
  if (error && !lesson)
    return <PageProblem error={error} onRetry={() => void refetch()} missing={props.missing} />
  if (!lesson) return <Busy words={t('page.loading')} />
  const tab = stageSchema.safeParse(props.asked).data ?? lesson.stage
  return (
    <div className={styles.page}>
      <Bar
        left={<Title lesson={lesson} />}
        middle={<Stages lesson={lesson} tab={tab} />}
        right={
          <>
            <span id="lesson-bar-state" className={styles.state} />
            <span className={styles.people}>
              <AvatarStack
                people={lesson.members.map(({ userId, name, hue }) => ({ key: userId, name, hue }))}
              />
            </span>
            <Suspense fallback={null}>{props.share(lesson)}</Suspense>
          </>
        }
      />
      {lesson.stage === 'archive' && (
        <p className={styles.archived} role="status">
          <Icon name="archive" size={18} />
          {t('archive.readOnly')}
          {lesson.abilities.includes('archive') && tab !== 'archive' && (
            <Link to={`/lessons/${lesson.lessonId}/archive`}>{t('archive.wayOut')}</Link>
          )}
        </p>
      )}
      <Suspense fallback={<Busy words={t('page.opening')} />}>
        {props.children(lesson, tab)}
      </Suspense>
    </div>
  )
}
