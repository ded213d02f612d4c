import { loadRoom } from './loadRoom.ts'
import { measureLevel } from './measureLevel.ts'
import { createTestPicture } from './testPicture.ts'
import type { LocalMedia, MediaProblem } from './types.ts'

/** A device's id, `''` for whichever the browser prefers, `'test'` for the test picture, null for none. */
type Choice = string | 'test' | null

type Choices = {
  readonly camera: Choice
  readonly microphone: Choice
  readonly sessionNow: () => number
  /** Written into the test picture: the site's name. */
  readonly label?: string
}

const isReal = (choice: Choice): choice is string => choice !== null && choice !== 'test'

const deviceOf = (choice: string): { deviceId?: { exact: string } } =>
  choice === '' || choice === 'default' ? {} : { deviceId: { exact: choice } }

const constraintsOf = ({ camera, microphone }: Choices): MediaStreamConstraints => ({
  video: isReal(camera)
    ? {
        ...deviceOf(camera),
        width: { ideal: 1280 },
        height: { ideal: 720 },
        frameRate: { ideal: 24 },
      }
    : false,
  audio: isReal(microphone)
    ? {
        ...deviceOf(microphone),
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
      }
    : false,
})

/** What a browser's refusal means to a teacher. */
export const problemOf = (thrown: unknown): MediaProblem => {
  const name = thrown instanceof DOMException ? thrown.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied'
  if (name === 'NotReadableError' || name === 'AbortError') return 'in-use'
  return 'missing'
}

const openReal = async (choices: Choices): Promise<MediaStream | { problem: MediaProblem }> => {
  const constraints = constraintsOf(choices)
  if (!constraints.video && !constraints.audio) return new MediaStream()
  if (!window.isSecureContext || !navigator.mediaDevices) return { problem: 'insecure' }
  try {
    return await navigator.mediaDevices.getUserMedia(constraints)
  } catch (thrown) {
    return { problem: problemOf(thrown) }
  }
}

/** Opens camera and microphone, or says why not. The caller stops what it has opened. */
export const openLocalMedia = async (
  choices: Choices,
): Promise<LocalMedia | { readonly problem: MediaProblem }> => {
  // Whoever opens a microphone joins soon; a chunk that does not come is asked for again then.
  void loadRoom().catch(() => undefined)
  const real = await openReal(choices)
  if ('problem' in real) return real
  const needsTest = choices.camera === 'test' || choices.microphone === 'test'
  const test = needsTest
    ? createTestPicture({ sessionNow: choices.sessionNow, label: choices.label ?? '' })
    : null
  if (needsTest && !test) return { problem: 'missing' }
  const tracks = [...real.getTracks()]
  if (test && choices.camera === 'test') tracks.push(test.video)
  if (test && choices.microphone === 'test') tracks.push(test.audio)
  const stream = new MediaStream(tracks)
  const meter = measureLevel(stream)
  return {
    stream,
    level: meter.level,
    stop: () => {
      meter.stop()
      test?.stop()
      for (const track of tracks) track.stop()
    },
  }
}
