import { useState } from 'react'
import { LiveAudio } from '#client/lib/live/index.ts'
import { mayDraw, mayMoveLesson } from '#shared/classrooms/rules.ts'
import { ConsentSheet } from '../consent/ConsentSheet.tsx'
import { useNotice } from '../consent/useNotice.ts'
import { type InkTool, useDrawing } from '../ink/useInk.ts'
import { MediaNote } from '../lobby/MediaNote.tsx'
import { siteLinks } from '../media/siteLinks.ts'
import type { ClassroomMedia } from '../media/useClassroomMedia.ts'
import type { RecorderFigures } from '../media/useSiteRecorder.ts'
import { useRoom } from '../room/ClassroomContext.ts'
import { floorButton } from '../room/floorButton.ts'
import styles from './Console.module.css'
import { ConsoleBar } from './ConsoleBar.tsx'
import { Dock } from './Dock.tsx'
import { FloorPanel } from './FloorPanel.tsx'
import { KeyList } from './KeyList.tsx'
import { PageThumbs } from './PageThumbs.tsx'
import { PeopleList } from './PeopleList.tsx'
import { RecorderStatus } from './RecorderStatus.tsx'
import { RunSheet } from './RunSheet.tsx'
import { SiteTile } from './SiteTile.tsx'
import { SlideDesk } from './SlideDesk.tsx'
import { StepCard } from './StepCard.tsx'
import { Superseded } from './Superseded.tsx'
import { useKeys } from './useKeys.ts'

export type Desk = {
  readonly media: ClassroomMedia
  readonly stream: MediaStream | null
  readonly recorder: RecorderFigures
  readonly onTakeOver: () => void
}

const useDeskKeys = (desk: {
  readonly mayMove: boolean
  readonly setTool: (tool: InkTool) => void
  readonly toggleList: () => void
}) => {
  const { state, me, lesson, send } = useRoom()
  const turn = (by: number) => () => {
    const page = state.page + by
    if (desk.mayMove && page >= 1) send({ type: 'page.go', page })
  }
  useKeys({
    PageDown: turn(1),
    PageUp: turn(-1),
    Enter: () => {
      const index = state.stepIndex + 1
      if (desk.mayMove && state.phase === 'live' && index < state.steps.length)
        send({ type: 'step.go', index })
    },
    h: () => {
      const button = floorButton(state, me, lesson.sites.length > 1)
      if (button) send(button.command)
    },
    '1': () => desk.setTool('pen'),
    '2': () => desk.setTool('eraser'),
    '?': desk.toggleList,
  })
}

/** The teacher's desk: run-sheet, slide, sites. Observers get the same without its controls. */
export const Console = ({ media, stream, recorder, onTakeOver }: Desk) => {
  const room = useRoom()
  const { me, state } = room
  const notice = useNotice()
  const [tool, setTool] = useState<InkTool>(null)
  const [showsKeys, setShowsKeys] = useState(false)
  const mayMove = mayMoveLesson(me.role, me.site, state)
  const draws = mayDraw(me.role) && state.phase === 'live'
  const { drawing, undo } = useDrawing(draws ? tool : null)
  useDeskKeys({ mayMove, setTool, toggleList: () => setShowsKeys((shown) => !shown) })
  return (
    <div className={`${styles.console} night`}>
      <ConsoleBar notice={notice} />
      <div className={styles.left}>
        <RunSheet mayMove={mayMove} />
      </div>
      <main className={styles.middle}>
        <SlideDesk drawing={drawing} />
        <Dock
          {...{ tool, mayMove, media, stream }}
          onTool={setTool}
          onUndo={undo}
          mayDraw={draws}
        />
        <PageThumbs mayMove={mayMove} />
        <StepCard />
      </main>
      <aside className={styles.right}>
        <MediaNote night />
        <Superseded stream={stream} onTakeOver={onTakeOver} />
        {siteLinks(room, media, stream).map((link) => (
          <SiteTile key={link.site.site} link={link} />
        ))}
        <RecorderStatus figures={recorder} />
        <FloorPanel />
        <PeopleList />
      </aside>
      <LiveAudio participants={media.heard} />
      <ConsentSheet notice={notice} />
      <KeyList open={showsKeys} onClose={() => setShowsKeys(false)} />
    </div>
  )
}
