import { useTranslation } from 'react-i18next'
import { LiveAudio } from '#client/lib/live/index.ts'
import { mayDraw, mayMoveLesson } from '#shared/classrooms/rules.ts'
import { ConsentSheet } from '../consent/ConsentSheet.tsx'
import { RecordingMenu, RecordingNews } from '../consent/RecordingControl.tsx'
import { RecordingPill } from '../consent/RecordingPill.tsx'
import { useNotice } from '../consent/useNotice.ts'
import type { Desk } from '../console/Console.tsx'
import { MediaButtons, PageButtons } from '../console/Dock.tsx'
import { EndLesson } from '../console/EndLesson.tsx'
import { FloorButton } from '../console/FloorButton.tsx'
import { NextStep } from '../console/NextStep.tsx'
import { PeopleList } from '../console/PeopleList.tsx'
import { RecorderStatus } from '../console/RecorderStatus.tsx'
import { SiteTile } from '../console/SiteTile.tsx'
import { SlideDesk } from '../console/SlideDesk.tsx'
import { Superseded } from '../console/Superseded.tsx'
import { useDrawing } from '../ink/useInk.ts'
import { MediaNote } from '../lobby/MediaNote.tsx'
import { siteLinks } from '../media/siteLinks.ts'
import { useRoom } from '../room/ClassroomContext.ts'
import { LessonTitle } from '../room/LessonTitle.tsx'
import styles from './PhoneConsole.module.css'
import { StepLine } from './StepLine.tsx'

/** The classroom in one hand: slide, step, sites; the floor under the thumb. */
export const PhoneConsole = ({ media, stream, recorder, onTakeOver }: Desk) => {
  const { t } = useTranslation('classrooms')
  const room = useRoom()
  const { me, state, isOnline } = room
  const notice = useNotice()
  const mayMove = mayMoveLesson(me.role, me.site, state)
  const isLive = state.phase === 'live'
  const { drawing } = useDrawing(mayDraw(me.role) && isLive ? 'pen' : null)
  return (
    <div className={`${styles.phone} night`}>
      <header className={styles.top}>
        <LessonTitle />
        <RecordingPill />
      </header>
      {!isOnline && (
        <p className={styles.offline} role="status">
          {t('offline')}
        </p>
      )}
      <main className={styles.main}>
        <RecordingNews notice={notice} />
        <StepLine />
        <SlideDesk drawing={drawing} />
        <div className={styles.tools}>
          <PageButtons mayMove={mayMove} />
          <MediaButtons media={media} stream={stream} />
        </div>
        <MediaNote night />
        <Superseded stream={stream} onTakeOver={onTakeOver} />
        <div className={styles.tiles}>
          {siteLinks(room, media, stream).map((link) => (
            <SiteTile key={link.site.site} link={link} brief />
          ))}
        </div>
        <RecorderStatus figures={recorder} />
        {isLive && <NextStep mayMove={mayMove} />}
        <PeopleList />
        <div className={styles.row}>
          <RecordingMenu notice={notice} />
          <EndLesson />
        </div>
      </main>
      <footer className={styles.thumb}>{isLive ? <FloorButton /> : <NextStep mayMove />}</footer>
      <LiveAudio participants={media.heard} />
      <ConsentSheet notice={notice} />
    </div>
  )
}
