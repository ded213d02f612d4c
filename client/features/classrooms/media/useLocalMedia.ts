import { useEffect, useState } from 'react'
import { type LocalMedia, type MediaProblem, openLocalMedia } from '#client/lib/live/index.ts'
import type { CameraView } from '#shared/recordings/model.ts'

/** A device's id, '' for the browser's favourite, 'test' for the test picture, null for none. */
export type DeviceChoice = {
  readonly camera: string | null
  readonly microphone: string | null
  /** What the camera looks at. A room view is never shown outside the two schools. */
  readonly view: CameraView
}

export type LocalState =
  | { readonly kind: 'none' }
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly media: LocalMedia }
  | { readonly kind: 'problem'; readonly problem: MediaProblem }

/** One's own camera and microphone while this is mounted; chosen anew, opened anew. */
export const useLocalMedia = (
  choice: DeviceChoice | null,
  options: { readonly label: string; sessionNow(): number },
): { readonly local: LocalState; retry(): void } => {
  const [local, setLocal] = useState<LocalState>({ kind: 'none' })
  const [attempt, setAttempt] = useState(0)
  const [latest] = useState({ options })
  latest.options = options
  const camera = choice?.camera ?? null
  const microphone = choice?.microphone ?? null
  useEffect(() => {
    void attempt
    if (camera === null && microphone === null) {
      setLocal({ kind: 'none' })
      return
    }
    let isCurrent = true
    let opened: LocalMedia | null = null
    setLocal({ kind: 'opening' })
    const { label } = latest.options
    const sessionNow = () => latest.options.sessionNow()
    void openLocalMedia({ camera, microphone, sessionNow, label }).then((media) => {
      if ('problem' in media) {
        if (isCurrent) setLocal({ kind: 'problem', problem: media.problem })
        return
      }
      opened = media
      if (isCurrent) setLocal({ kind: 'open', media })
      else media.stop()
    })
    return () => {
      isCurrent = false
      opened?.stop()
    }
  }, [camera, microphone, attempt, latest])
  return { local, retry: () => setAttempt((count) => count + 1) }
}
