import { useTranslation } from 'react-i18next'
import { formatTime } from '#client/lib/playback/formatTime.ts'
import type { Recording } from '#shared/recordings/model.ts'
import { recordingFailures } from '#shared/recordings/rules.ts'
import styles from './RecordingStatus.module.css'

const useWords = (recording: Recording): { readonly title: string; readonly text: string } => {
  const { t } = useTranslation('recordings')
  const { status, receivedSlices, expectedSlices } = recording
  const percent = Math.floor(recording.progress * 100)
  if (status === 'recording')
    return {
      title: t('status.recording'),
      text: t('status.recordingText', { count: receivedSlices }),
    }
  if (status === 'uploading')
    return expectedSlices === null
      ? { title: t('status.waiting'), text: t('status.waitingText', { count: receivedSlices }) }
      : {
          title: t('status.uploading', { received: receivedSlices, expected: expectedSlices }),
          text: t('status.uploadingText'),
        }
  if (status === 'processing')
    return { title: t('status.processing', { percent }), text: t('status.processingText') }
  if (status === 'ready')
    return {
      title: t('status.ready'),
      text: t('status.readyText', { length: formatTime(recording.endMs - recording.startMs) }),
    }
  const failure = recordingFailures.find((own) => own === recording.failure) ?? 'internal'
  return { title: t('status.failed'), text: t(`failure.${failure}`) }
}

/**
 * How far a recording is, in words; 已录好 only when the server has put it together. `short` leaves
 * out the sentence and the bar.
 */
export const RecordingStatus = ({
  recording,
  short = false,
  night = false,
}: {
  readonly recording: Recording
  readonly short?: boolean
  readonly night?: boolean
}) => {
  const { title, text } = useWords(recording)
  const { status, progress } = recording
  const hasBar =
    status === 'processing' || (status === 'uploading' && recording.expectedSlices !== null)
  if (short)
    return (
      <span className={styles.short} data-status={status} data-night={night || undefined}>
        {title}
      </span>
    )
  return (
    <div className={styles.status} data-status={status} data-night={night || undefined}>
      <p className={styles.title} role="status">
        {title}
      </p>
      {hasBar && <progress className={styles.bar} value={progress} max={1} aria-label={title} />}
      <p className={styles.text}>{text}</p>
    </div>
  )
}
