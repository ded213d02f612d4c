import { type ComponentType, lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { LessonTitle, PageProblem, shortDate, useLesson } from '#client/features/lessons/index.ts'
import { AvatarStack } from '#client/ui/AvatarStack.tsx'
import { Bar } from '#client/ui/Bar.tsx'
import { Busy } from '#client/ui/Busy.tsx'
import { type Lesson, type Stage, stageSchema } from '#shared/lessons/model.ts'
import styles from './LessonPage.module.css'

type Tab = ComponentType<{ readonly lesson: Lesson }>

/** Each tab comes with its own code: reading a plan must not wait for the player. */
const tabs: Readonly<Record<Stage, Tab>> = {
  plan: lazy(() => import('#client/features/plans/index.ts').then((m) => ({ default: m.PlanTab }))),
  teach: lazy(() => import('./TeachTab.tsx').then((m) => ({ default: m.TeachTab }))),
  study: lazy(() =>
    import('#client/features/study/index.ts').then((m) => ({ default: m.StudyTab })),
  ),
  archive: lazy(() => import('./ArchiveTab.tsx').then((m) => ({ default: m.ArchiveTab }))),
}

const ShareButton: Tab = lazy(() =>
  import('#client/features/shares/index.ts').then((m) => ({ default: m.ShareButton })),
)

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
export const LessonPage = () => {
  const { t } = useTranslation('lessons')
  const { lessonId = '', tab: asked } = useParams()
  const { data: lesson, error, refetch } = useLesson(lessonId)
  if (error && !lesson) return <PageProblem error={error} onRetry={() => void refetch()} />
  if (!lesson) return <Busy words={t('page.loading')} />
  const tab = stageSchema.safeParse(asked).data ?? lesson.stage
  const Content = tabs[tab]
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
            <Suspense fallback={null}>
              <ShareButton lesson={lesson} />
            </Suspense>
          </>
        }
      />
      <Suspense fallback={<Busy words={t('page.opening')} />}>
        <Content key={lesson.lessonId} lesson={lesson} />
      </Suspense>
    </div>
  )
}
