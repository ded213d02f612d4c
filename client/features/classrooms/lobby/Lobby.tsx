import { useTranslation } from 'react-i18next'
import { Bar } from '#client/ui/Bar.tsx'
import { Button } from '#client/ui/Button.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import type { DeviceFindings } from '#shared/lessons/model.ts'
import { ConsentSheet } from '../consent/ConsentSheet.tsx'
import { useNotice } from '../consent/useNotice.ts'
import { SlideDesk } from '../console/SlideDesk.tsx'
import type { DeviceChoice, LocalState } from '../media/useLocalMedia.ts'
import { useRoom } from '../room/ClassroomContext.ts'
import { LessonTitle } from '../room/LessonTitle.tsx'
import { CheckSum } from './CheckSum.tsx'
import { DevicePicker } from './DevicePicker.tsx'
import styles from './Lobby.module.css'
import { MediaNote } from './MediaNote.tsx'
import { MicrophoneCheck } from './MicrophoneCheck.tsx'
import { NetworkCheck } from './NetworkCheck.tsx'
import { OwnPicture } from './OwnPicture.tsx'
import { PeopleHere } from './PeopleHere.tsx'
import { SlidesCheck } from './SlidesCheck.tsx'
import { SpeakerCheck } from './SpeakerCheck.tsx'
import { StartsIn } from './StartsIn.tsx'
import { useFindings } from './useFindings.ts'

const LISTEN: DeviceChoice = { camera: null, microphone: null, view: 'room' }

/** Before the lesson: is everything as it should be, and who is there. Entering is never blocked. */
export const Lobby = (props: {
  readonly choice: DeviceChoice
  readonly local: LocalState
  readonly onChoice: (choice: DeviceChoice) => void
  readonly onRetry: () => void
  readonly onFound: (found: DeviceFindings) => void
  readonly onEnter: () => void
}) => {
  const { t } = useTranslation('classrooms')
  const { me, lesson, classroomId } = useRoom()
  const notice = useNotice()
  const { choice, local, onChoice } = props
  const { found, onMicrophone, onNetwork } = useFindings(choice, local, props.onFound)
  const media = local.kind === 'open' ? local.media : null
  const teaches = me.role !== 'observer'
  return (
    <div className={styles.lobby}>
      <Bar left={<LessonTitle />} right={<StartsIn />} />
      <main className={styles.left}>
        {teaches ? (
          <>
            <OwnPicture local={local} onRetry={props.onRetry} onListen={() => onChoice(LISTEN)} />
            <DevicePicker choice={choice} local={local} onChoice={onChoice} />
          </>
        ) : (
          <SlideDesk />
        )}
        <PeopleHere />
      </main>
      <aside className={styles.side} aria-label={t('lobby.title')}>
        <h1>{t('lobby.title')}</h1>
        {teaches ? (
          <CheckSum found={found} />
        ) : (
          <p className={styles.sum}>{t('lobby.textObserver')}</p>
        )}
        <MediaNote />
        {teaches && (
          <MicrophoneCheck
            media={media}
            isTest={choice.microphone === 'test'}
            onVerdict={onMicrophone}
          />
        )}
        <SpeakerCheck media={media} />
        <NetworkCheck onVerdict={onNetwork} />
        <SlidesCheck />
        <div className={styles.actions}>
          {teaches && (
            <LinkButton to={`/classrooms/${classroomId}/screen`} size="xl" icon="screen">
              {t('lobby.openScreen')}
            </LinkButton>
          )}
          <Button kind="primary" size="xl" iconAfter="arrowRight" onClick={props.onEnter}>
            {t('lobby.enter')}
          </Button>
          {teaches && lesson.sites.length > 1 && <p>{t('lobby.oneMicrophone')}</p>}
        </div>
      </aside>
      <ConsentSheet notice={notice} />
    </div>
  )
}
