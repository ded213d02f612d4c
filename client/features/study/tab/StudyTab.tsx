import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '#client/lib/api/call.ts'
import { present } from '#client/lib/errors/present.ts'
import { useFeed } from '#client/lib/feed/useFeed.ts'
import { Busy } from '#client/ui/Busy.tsx'
import { Button } from '#client/ui/Button.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import type { Lesson } from '#shared/lessons/model.ts'
import { listLessonRecordings } from '#shared/recordings/contract.ts'
import { RecordingCard } from './RecordingCard.tsx'
import styles from './StudyTab.module.css'

/** 研课: the lesson's recordings, newest first; a new or finished one appears by itself. */
export const StudyTab = ({ lesson }: { readonly lesson: Lesson }) => {
  const { t } = useTranslation('study')
  const client = useQueryClient()
  const { lessonId } = lesson
  const queryKey = ['recordings', lessonId]
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: async () => (await call(listLessonRecordings, { params: { lessonId } })).recordings,
    // The feed tells of changes; this is for a page whose socket is away.
    refetchInterval: 30_000,
  })
  useFeed(`lesson:${lessonId}`, () => void client.invalidateQueries({ queryKey }))
  const again = (): void => void refetch()
  if (error && !data)
    return (
      <div className={styles.tab}>
        <EmptyState
          title={t('tab.failed')}
          text={present(error)}
          action={<Button onClick={again}>{t('tab.again')}</Button>}
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
            onAgain={again}
          />
        ))}
      </ul>
    </section>
  )
}
