import type { RemoteTrack } from 'livekit-client'

/**
 * Which LiveKit track a picture belongs to. Elements must be attached through it: adaptive stream
 * measures them, and a picture nobody has attached is paused by the server.
 */
const known = new WeakMap<MediaStreamTrack, RemoteTrack>()

export const rememberTrack = (track: RemoteTrack): void =>
  void known.set(track.mediaStreamTrack, track)

/** Shows or plays a track in an element until the returned function is called. */
export const attachTrack = (track: MediaStreamTrack, element: HTMLMediaElement): (() => void) => {
  const remote = known.get(track)
  if (remote) {
    remote.attach(element)
    return () => {
      remote.detach(element)
    }
  }
  element.srcObject = new MediaStream([track])
  return () => {
    element.srcObject = null
  }
}
