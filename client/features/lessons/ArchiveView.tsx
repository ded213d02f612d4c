import { type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { present } from '#client/lib/errors/present.ts'
import { Button } from '#client/ui/Button.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { Lesson } from '#shared/lessons/model.ts'
import { ActivityLog } from './ActivityLog.tsx'
import styles from './ArchiveView.module.css'
import { planned, shortDate } from './format.ts'
import { useArchive } from './lessonsApi.ts'
import { StageSquares } from './StageSquares.tsx'

const Facts = ({ lesson }: { readonly lesson: Lesson }) => {
  const { t, i18n } = useTranslation('lessons')
  const facts = [
    ['stage', <StageSquares key="stage" stage={lesson.stage} />],
    ['when', lesson.startsAt ? shortDate(lesson.startsAt, i18n.language) : t('archive.noTime')],
    ['plan', t('archive.planFact', { count: lesson.steps.length, minutes: planned(lesson.steps) })],
    [
      'slides',
      lesson.slides ? t('archive.pages', { count: lesson.slides.pages }) : t('archive.nothing'),
    ],
    ['comments', t('archive.comments', { count: lesson.commentCount })],
    ['recordings', t('archive.recordings', { count: lesson.recordingCount })],
  ] as const
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{t(`archive.facts.${name}`)}</dt>
          <dd className="num">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

const ArchiveButton = ({ lesson }: { readonly lesson: Lesson }) => {
  const { t } = useTranslation('lessons')
  const archive = useArchive(lesson.lessonId)
  const isArchived = lesson.stage === 'archive'
  const set = (archived: boolean): void =>
    archive.mutate(archived, {
      onSuccess: () =>
        showToast(t(archived ? 'archive.done' : 'archive.undone', { title: lesson.title }), {
          undo: () => set(!archived),
        }),
      onError: (thrown) => showToast(present(thrown), { tone: 'problem' }),
    })
  return (
    <div className={styles.archive}>
      <Button icon="archive" busy={archive.isPending} onClick={() => set(!isArchived)}>
        {t(isArchived ? 'archive.takeOut' : 'archive.putIn')}
      </Button>
      <p>{t(isArchived ? 'archive.inNote' : 'archive.note')}</p>
    </div>
  )
}

/** The lesson's way so far, what it holds, the links that show it, and putting it away. */
export const ArchiveView = ({
  lesson,
  share,
}: {
  readonly lesson: Lesson
  readonly share: ReactNode
}) => {
  const { t } = useTranslation('lessons')
  return (
    <main className={styles.page}>
      <section>
        <h2 className={styles.title}>{t('archive.log')}</h2>
        <ActivityLog lessonId={lesson.lessonId} />
      </section>
      <aside className={styles.side}>
        <section>
          <h2 className={styles.title}>{t('archive.holds')}</h2>
          <Facts lesson={lesson} />
          {lesson.abilities.includes('archive') && <ArchiveButton lesson={lesson} />}
        </section>
        {lesson.abilities.includes('share') && (
          <section>
            <h2 className={styles.title}>{t('archive.share')}</h2>
            <Suspense fallback={null}>{share}</Suspense>
          </section>
        )}
      </aside>
    </main>
  )
}
