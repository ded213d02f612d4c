import { useTranslation } from 'react-i18next'
import { useRoom } from '../room/ClassroomContext.ts'
import { clockText } from '../room/clockText.ts'
import { useSessionTime } from '../room/useSessionTime.ts'
import styles from './RecordingControl.module.css'

/** 录制中 with its time, or 未录制: on every surface, always. */
export const RecordingPill = () => {
  const { t } = useTranslation('classrooms')
  const { state, me } = useRoom()
  const nowMs = useSessionTime(state)
  const { phase, startedMs, answers } = state.recording
  if (phase !== 'recording') return <span className={styles.off}>{t('recording.off')}</span>
  const isKept = me.role === 'observer' || answers[me.userId] === 'agreed'
  return (
    <>
      {!isKept && <span className={styles.waits}>{t('recording.notMine')}</span>}
      <span className={`${styles.on} num`}>
        {t('recording.on')} {clockText(nowMs - (startedMs ?? 0))}
      </span>
    </>
  )
}
