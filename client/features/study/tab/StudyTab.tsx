import { useTranslation } from 'react-i18next'
import { present } from '#client/lib/errors/present.ts'
import { Busy } from '#client/ui/Busy.tsx'
import { Button } from '#client/ui/Button.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import type { Lesson } from '#shared/lessons/model.ts'
import type { Recording } from '#shared/recordings/model.ts'
import { RecordingCard } from './RecordingCard.tsx'
import styles from './StudyTab.module.css'

/** The lesson's recordings as the page has them: `data` is missing until they are here. */
type LessonRecordings = {
  readonly data: readonly Recording[] | undefined
  readonly error: unknown
  readonly askAgain: () => void
}

/** 研课: the lesson's recordings, newest first; a new or finished one appears by itself. */
export const StudyTab = (props: {
  readonly lesson: Lesson
  readonly recordings: LessonRecordings
}) => {
  const { t } = useTranslation('study')
  const { lessonId } = props.lesson
  const { data, error, askAgain } = props.recordings
  if (error && !data)
    return (
      <div className={styles.tab}>
        <EmptyState
          title={t('tab.failed')}
          text={present(error)}
          action={<Button onClick={askAgain}>{t('tab.again')}</Button>}
        />
      </div>
    )
  if (!data) return <Busy words={t('tab.loading')} />
  if (data.length === 0)
    return (
      <div className={styles.tab}>
        <EmptyState
          title={t('tab.empty')}
          text={t('tab.emptyText')}
          action={<LinkButton to={`/lessons/${lessonId}/teach`}>{t('tab.toTeach')}</LinkButton>}
        />
      </div>
    )
  return (
    <section className={styles.tab} aria-label={t('tab.label')}>
      <ul className={styles.list}>
        {data.map((recording, i) => (
          <RecordingCard
            key={recording.recordingId}
            recording={recording}
            isFirst={i === 0}
            onAgain={askAgain}
          />
        ))}
      </ul>
    </section>
  )
}
