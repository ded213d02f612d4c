import { useState } from 'react'
import { serverNow, sessionNow } from '#client/lib/feed/sessionClock.ts'
import type { LessonId } from '#shared/ids.ts'
import type { DeviceFindings } from '#shared/lessons/model.ts'
import type { CameraView } from '#shared/recordings/model.ts'
import { join } from '../classroomsApi.ts'
import { Console } from '../console/Console.tsx'
import { Lobby } from '../lobby/Lobby.tsx'
import { useClassroomMedia } from '../media/useClassroomMedia.ts'
import { type DeviceChoice, type LocalState, useLocalMedia } from '../media/useLocalMedia.ts'
import { useSiteRecorder } from '../media/useSiteRecorder.ts'
import { PhoneConsole } from '../phone/PhoneConsole.tsx'
import { useRoom } from './ClassroomContext.ts'
import { Ended } from './Ended.tsx'
import { schoolAt } from './shortSchool.ts'
import { useEntry } from './useEntry.ts'
import { useIsPhone } from './useIsPhone.ts'

// Until somebody says otherwise a camera shows the room: what is private stays private.
const FAVOURITES: DeviceChoice = { camera: '', microphone: '', view: 'room' }
const NOTHING: DeviceChoice = { camera: null, microphone: null, view: 'room' }

const Entered = (props: { readonly local: LocalState; readonly view: CameraView }) => {
  const { classroomId, me, state } = useRoom()
  const isPhone = useIsPhone()
  const surface = me.role === 'observer' ? 'observe' : isPhone ? 'phone' : 'console'
  const opened = props.local.kind === 'open' ? props.local.media : null
  const stream = opened?.stream ?? null
  const [visit, setVisit] = useState(0)
  const media = useClassroomMedia({ surface, stream, visit })
  const recorder = useSiteRecorder(opened, props.view)
  if (state.phase === 'ended') return <Ended recorder={recorder} />
  const takeOver = () =>
    void join(classroomId, { surface, publishes: true, takeOver: true }).then(
      () => setVisit((count) => count + 1),
      () => undefined,
    )
  const desk = { media, stream, recorder, onTakeOver: takeOver }
  return isPhone ? <PhoneConsole {...desk} /> : <Console {...desk} />
}

/** The lobby, then the desk. One opening of camera and microphone serves both. */
export const ClassroomDesk = (props: {
  /** What a teacher's device check found; the lesson keeps it. */
  readonly onDevicesChecked: (lessonId: LessonId, found: DeviceFindings) => void
}) => {
  const { classroomId, me, lesson, state } = useRoom()
  const { entered, enter } = useEntry(classroomId)
  const [picked, setPicked] = useState<DeviceChoice>(
    entered ?? (me.role === 'observer' ? NOTHING : FAVOURITES),
  )
  const choice = me.role === 'observer' || state.phase === 'ended' ? NOTHING : picked
  const { startedAtMs } = state
  const { local, retry } = useLocalMedia(choice, {
    label: me.site ? schoolAt(lesson, me.site) : '',
    // Before 上课 the test picture still ticks and beeps, so that both ends can be heard.
    sessionNow: () => (startedAtMs === null ? serverNow() % 3_600_000 : sessionNow(startedAtMs)),
  })
  if (entered || state.phase === 'ended') return <Entered local={local} view={choice.view} />
  return (
    <Lobby
      {...{ choice, local }}
      onChoice={setPicked}
      onRetry={retry}
      onFound={(found) => props.onDevicesChecked(lesson.lessonId, found)}
      onEnter={() => enter(choice)}
    />
  )
}
