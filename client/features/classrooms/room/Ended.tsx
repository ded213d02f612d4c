import { useTranslation } from 'react-i18next'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { RecorderStatus } from '../console/RecorderStatus.tsx'
import type { RecorderFigures } from '../media/useSiteRecorder.ts'
import { useRoom } from './ClassroomContext.ts'
import styles from './ClassroomRoot.module.css'
import { clockText } from './clockText.ts'

/** 已下课: how long it was, where the recording is, and that this page must stay while bytes wait here. */
export const Ended = ({ recorder }: { readonly recorder: RecorderFigures }) => {
  const { t } = useTranslation('classrooms')
  const { state, lesson } = useRoom()
  const { recordingId } = state.recording
  const waits = recorder !== null && recorder.localSlices > 0
  return (
    <main className={styles.night}>
      <div className={styles.ended}>
        <EmptyState
          night
          title={t('ended.title', { title: lesson.title })}
          text={
            <>
              <p>{t('ended.text', { time: clockText(state.endedMs ?? 0) })}</p>
              {recordingId && <p>{t(waits ? 'ended.uploading' : 'ended.recorded')}</p>}
            </>
          }
          action={
            <>
              <LinkButton to={`/lessons/${lesson.lessonId}/study`} kind="primary" size="l" night>
                {t('ended.study')}
              </LinkButton>
              <LinkButton to={`/lessons/${lesson.lessonId}`} size="l" night>
                {t('ended.lesson')}
              </LinkButton>
            </>
          }
        />
        <RecorderStatus figures={recorder} />
      </div>
    </main>
  )
}
