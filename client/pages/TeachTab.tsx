import { useMutation } from '@tanstack/react-query'
import { type ReactNode, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { usePeople } from '#client/features/accounts/index.ts'
import {
  clockTime,
  LessonDialog,
  LessonPeople,
  longDate,
  RunSheet,
  readinessOf,
  SitePair,
  SlidesCard,
} from '#client/features/lessons/index.ts'
import { call } from '#client/lib/api/call.ts'
import { present } from '#client/lib/errors/present.ts'
import { useMe } from '#client/lib/session/useSession.ts'
import { Button } from '#client/ui/Button.tsx'
import { Icon } from '#client/ui/Icon.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { openClassroom } from '#shared/classrooms/contract.ts'
import type { Lesson } from '#shared/lessons/model.ts'
import { LessonRecordings } from './LessonRecordings.tsx'
import styles from './TeachTab.module.css'

const Section = ({
  title,
  action,
  children,
}: {
  title: string
  action?: ReactNode
  children: ReactNode
}) => (
  <section className={styles.section}>
    <div className={styles.sectionHead}>
      <h2>{title}</h2>
      {action}
    </div>
    {children}
  </section>
)

const Readiness = ({ lesson }: { readonly lesson: Lesson }) => {
  const { t } = useTranslation('home')
  return (
    <ul className={styles.ready}>
      {readinessOf(lesson).map(({ part, state, sentence, count }) => (
        <li key={part} data-state={state}>
          <Icon name={state === 'done' ? 'checkCircle' : 'dashedCircle'} size={18} />
          {t(`ready.${sentence}`, { count })}
        </li>
      ))}
    </ul>
  )
}

const Enter = ({ lesson }: { readonly lesson: Lesson }) => {
  const { t } = useTranslation('lessons')
  const navigate = useNavigate()
  const open = useMutation({
    mutationFn: () => call(openClassroom, { params: { lessonId: lesson.lessonId } }),
    onSuccess: ({ classroomId }) => navigate(`/classrooms/${classroomId}`),
  })
  const teaches = lesson.abilities.includes('teach')
  if (!teaches && !lesson.abilities.includes('observe')) return null
  return (
    <div className={styles.enter}>
      <Button
        kind="primary"
        size="l"
        busy={open.isPending}
        disabled={!teaches && !lesson.classroomId}
        onClick={() => open.mutate()}
      >
        {t(open.isPending ? 'teach.entering' : teaches ? 'teach.enter' : 'teach.observe')}
      </Button>
      <p>
        {t(
          teaches ? 'teach.enterNote' : lesson.classroomId ? 'teach.observeNote' : 'teach.notOpen',
        )}
      </p>
      {open.error && (
        <p className={styles.problem} role="alert">
          {present(open.error)}
        </p>
      )}
    </div>
  )
}

const Head = ({ lesson }: { readonly lesson: Lesson }) => {
  const { t, i18n } = useTranslation('lessons')
  const when = lesson.startsAt
    ? `${longDate(lesson.startsAt, i18n.language)} ${clockTime(lesson.startsAt, i18n.language)}`
    : t('teach.noTime')
  return (
    <header className={styles.head}>
      <div>
        <h2 className={styles.when}>{when}</h2>
        <p className={styles.length}>
          {t(lesson.isDual ? 'teach.dual' : 'teach.single', { count: lesson.lengthMin })}
        </p>
        <Readiness lesson={lesson} />
      </div>
      <Enter lesson={lesson} />
    </header>
  )
}

/** Everything the lesson needs before its bell, and what is left of earlier ones. */
export const TeachTab = ({ lesson }: { readonly lesson: Lesson }) => {
  const { t } = useTranslation('lessons')
  const me = useMe()
  const people = usePeople()
  const [isChanging, setChanging] = useState(false)
  const to = `/lessons/${lesson.lessonId}`
  const change = lesson.abilities.includes('manage') && (
    <Button size="s" icon="pen" onClick={() => setChanging(true)}>
      {t('teach.change')}
    </Button>
  )
  return (
    <main className={styles.page}>
      <Head lesson={lesson} />
      <div className={styles.main}>
        <Section title={t('slides.title')}>
          <SlidesCard lesson={lesson} />
        </Section>
        <Section
          title={t('runSheet.title')}
          action={<Link to={`${to}/plan`}>{t('runSheet.inPlan')}</Link>}
        >
          {lesson.steps.length > 0 ? (
            <RunSheet steps={lesson.steps} lengthMin={lesson.lengthMin} />
          ) : (
            <p className={styles.none}>
              {t('runSheet.empty')}{' '}
              <LinkButton size="s" to={`${to}/plan`}>
                {t('runSheet.write')}
              </LinkButton>
            </p>
          )}
        </Section>
      </div>
      <aside className={styles.side}>
        <Section title={t('teach.sites')} action={change}>
          <SitePair sites={lesson.sites} meId={me?.userId} />
        </Section>
        <Section title={t('people.title')}>
          <Suspense fallback={null}>
            <LessonPeople lesson={lesson} people={people.data ?? []} />
          </Suspense>
        </Section>
        <Section title={t('recordings.title')}>
          <LessonRecordings lessonId={lesson.lessonId} />
        </Section>
      </aside>
      {isChanging && me && (
        <Suspense fallback={null}>
          <LessonDialog
            lesson={lesson}
            me={me}
            people={people.data ?? [me]}
            onClose={() => setChanging(false)}
            onDone={() => setChanging(false)}
          />
        </Suspense>
      )}
    </main>
  )
}
