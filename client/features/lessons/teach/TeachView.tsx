import { type ReactNode, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Button } from '#client/ui/Button.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import type { Me, PersonCard } from '#shared/accounts/model.ts'
import type { Lesson } from '#shared/lessons/model.ts'
import { LessonDialog, LessonPeople } from '../later.ts'
import { RunSheet } from '../RunSheet.tsx'
import { SitePair } from '../SitePair.tsx'
import { SlidesCard } from '../slides/SlidesCard.tsx'
import { type Entering, TeachHead } from './TeachHead.tsx'
import styles from './TeachView.module.css'

type TeachProps = {
  readonly lesson: Lesson
  readonly me: Me
  /** Everybody who could be named on the lesson. */
  readonly people: readonly PersonCard[]
  readonly entering: Entering
  readonly recordings: ReactNode
}

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

/** Everything the lesson needs before its bell, and what is left of earlier ones. */
export const TeachView = ({ lesson, me, people, entering, recordings }: TeachProps) => {
  const { t } = useTranslation('lessons')
  const [isChanging, setChanging] = useState(false)
  const to = `/lessons/${lesson.lessonId}`
  const change = lesson.abilities.includes('manage') && (
    <Button size="s" icon="pen" onClick={() => setChanging(true)}>
      {t('teach.change')}
    </Button>
  )
  return (
    <main className={styles.page}>
      <TeachHead lesson={lesson} entering={entering} meId={me.userId} />
      <div className={styles.main}>
        <Section title={t('slides.title')}>
          <SlidesCard lesson={lesson} />
        </Section>
        <Section
          title={t('runSheet.title')}
          action={
            lesson.abilities.includes('editPlan') && (
              <Link to={`${to}/plan`}>{t('runSheet.inPlan')}</Link>
            )
          }
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
          <SitePair sites={lesson.sites} meId={me.userId} />
        </Section>
        <Section title={t('people.title')}>
          <Suspense fallback={null}>
            <LessonPeople lesson={lesson} people={people} />
          </Suspense>
        </Section>
        <Section title={t('recordings.title')}>{recordings}</Section>
      </aside>
      {isChanging && (
        <Suspense fallback={null}>
          <LessonDialog
            lesson={lesson}
            me={me}
            people={people}
            onClose={() => setChanging(false)}
            onDone={() => setChanging(false)}
          />
        </Suspense>
      )}
    </main>
  )
}
