import { useEffect, useState, useSyncExternalStore } from 'react'
import type { LocalMedia } from '#client/lib/live/index.ts'
import { type Recorder, startRecorder } from '#client/lib/recorder/index.ts'
import { deviceId } from '#client/lib/session/deviceId.ts'
import type { CameraView } from '#shared/recordings/model.ts'
import { useRoom } from '../room/ClassroomContext.ts'

const silent = (): (() => void) => () => undefined

/**
 * Records this site where its light falls: on the device that publishes, while recording runs and
 * this teacher agrees. What is recorded is the camera and microphone themselves, not the network's.
 */
export const useSiteRecorder = (local: LocalMedia | null, view: CameraView) => {
  const { state, me } = useRoom()
  const { recording, startedAtMs } = state
  const [recorder, setRecorder] = useState<Recorder | null>(null)
  const publishes = state.people.some(
    (person) => person.deviceId === deviceId() && person.publishes,
  )
  const isWanted =
    recording.phase === 'recording' && publishes && recording.answers[me.userId] === 'agreed'
  const recordingId = isWanted ? recording.recordingId : null
  const { site } = me
  useEffect(() => {
    if (!recordingId || !local || !site || startedAtMs === null) return
    const started = startRecorder({
      recordingId,
      site,
      view,
      deviceId: deviceId(),
      stream: local.stream,
      startedAtMs,
      level: local.level,
    })
    setRecorder(started)
    return () => {
      // It goes on uploading by itself; its figures stay on the page.
      void started.stop()
    }
  }, [recordingId, local, site, startedAtMs, view])
  return useSyncExternalStore(recorder?.subscribe ?? silent, recorder?.getSnapshot ?? (() => null))
}
export type RecorderFigures = ReturnType<typeof useSiteRecorder>
