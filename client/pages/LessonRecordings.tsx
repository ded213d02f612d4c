import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { longMoment } from '#client/features/lessons/index.ts'
import { useLessonRecordings } from '#client/features/recordings/index.ts'
import type { Recording } from '#shared/recordings/model.ts'
import styles from './LessonRecordings.module.css'

const length = ({ startMs, endMs }: Recording): string => {
  const seconds = Math.max(0, Math.round((endMs - startMs) / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

const Line = ({ recording }: { readonly recording: Recording }) => {
  const { t, i18n } = useTranslation('lessons')
  const { createdAt, status, progress } = recording
  const when = longMoment(createdAt, i18n.language)
  return (
    <li className={styles.line}>
      {status === 'ready' ? (
        <Link to={`/recordings/${recording.recordingId}`}>{when}</Link>
      ) : (
        <span>{when}</span>
      )}
      <span className="num" data-status={status}>
        {status === 'ready'
          ? length(recording)
          : t(`recordings.status.${status}`, { percent: Math.round(progress * 100) })}
      </span>
    </li>
  )
}

/** What earlier classrooms left: each recording with its date, length and, until ready, its state. */
export const LessonRecordings = ({ lessonId }: { readonly lessonId: string }) => {
  const { t } = useTranslation('lessons')
  const { data } = useLessonRecordings(lessonId)
  if (!data) return null
  if (data.recordings.length === 0) return <p className={styles.none}>{t('recordings.none')}</p>
  return (
    <ul>
      {data.recordings.map((recording) => (
        <Line key={recording.recordingId} recording={recording} />
      ))}
    </ul>
  )
}
