import { useTranslation } from 'react-i18next'
import { Bar } from '#client/ui/Bar.tsx'
import { RecordingControl } from '../consent/RecordingControl.tsx'
import type { Notice } from '../consent/useNotice.ts'
import { useRoom } from '../room/ClassroomContext.ts'
import { LessonTitle } from '../room/LessonTitle.tsx'
import styles from './Console.module.css'
import { EndLesson } from './EndLesson.tsx'
import { WallClock } from './WallClock.tsx'

/** The bar on top: the lesson, whether this page is connected, recording, and 下课. */
export const ConsoleBar = ({ notice }: { readonly notice: Notice }) => {
  const { t } = useTranslation('classrooms')
  const { isOnline } = useRoom()
  return (
    <Bar
      night
      warn={!isOnline}
      left={<LessonTitle />}
      right={
        <>
          {!isOnline && (
            <span className={styles.offline} role="status">
              {t('offline')}
            </span>
          )}
          <span className={styles.clock}>
            <WallClock />
          </span>
          <RecordingControl notice={notice} />
          <EndLesson />
        </>
      }
    />
  )
}
