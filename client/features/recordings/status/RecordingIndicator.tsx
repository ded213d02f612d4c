import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sessionNow } from '#client/lib/feed/sessionClock.ts'
import type { RecorderSnapshot } from '#client/lib/recorder/index.ts'
import { formatTime } from '../formatTime.ts'
import styles from './RecordingIndicator.module.css'

/** Session time in whole seconds, drawn once a second. */
const useSeconds = (startedAtMs: number, isRunning: boolean): number => {
  const [ms, setMs] = useState(() => sessionNow(startedAtMs))
  useEffect(() => {
    if (!isRunning) return undefined
    const tick = (): void => setMs(sessionNow(startedAtMs))
    tick()
    const timer = setInterval(tick, 500)
    return () => clearInterval(timer)
  }, [startedAtMs, isRunning])
  return Math.floor(ms / 1000) * 1000
}

/** Where this device's slices are, in words; one waiting slice is just the running second. */
const useWhere = (snapshot: RecorderSnapshot | null): string | null => {
  const { t } = useTranslation('recordings')
  if (!snapshot) return null
  const count = snapshot.localSlices
  if (snapshot.state === 'stuck')
    return t(snapshot.problem === 'conflict' ? 'local.otherPage' : 'local.stuck', { count })
  if (snapshot.state === 'done') return t('local.done')
  if (!snapshot.isLasting) return t('local.memory', { count })
  if (snapshot.problem === 'storage-full') return t('local.serverFull', { count })
  if (snapshot.state === 'uploading')
    return t('local.uploading', {
      sent: snapshot.sentSlices,
      total: snapshot.sentSlices + count,
    })
  return count > 2 ? t('local.waiting', { count }) : t('local.sent', { count: snapshot.sentSlices })
}

/**
 * The lamp of a classroom: filled and cinnabar while recording, an outline otherwise, on every
 * surface. `figures` are this device's own recorder's, null where it only watches.
 */
export const RecordingIndicator = (props: {
  readonly isRecording: boolean
  readonly startedAtMs: number | null
  /** Session ms at which recording began. */
  readonly sinceMs: number | null
  readonly figures?: RecorderSnapshot | null
}) => {
  const { t } = useTranslation('recordings')
  const { isRecording, figures = null } = props
  const nowMs = useSeconds(props.startedAtMs ?? 0, isRecording && props.startedAtMs !== null)
  const where = useWhere(figures)
  return (
    <span className={styles.indicator}>
      <span className={styles.pill} data-on={isRecording || undefined} role="status">
        {t(isRecording ? 'indicator.on' : 'indicator.off')}
      </span>
      {isRecording && (
        <span className={styles.time}>{formatTime(Math.max(0, nowMs - (props.sinceMs ?? 0)))}</span>
      )}
      {where && <span className={styles.where}>{where}</span>}
    </span>
  )
}
