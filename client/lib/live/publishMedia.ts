import { type LocalTrackPublication, type Room, Track } from 'livekit-client'

/** Speech with headroom; above all of it goes before any picture. */
const AUDIO = { maxBitrate: 32_000, priority: 'high' } as const
const VIDEO = { maxBitrate: 1_200_000, maxFramerate: 24, priority: 'low' } as const

/** Sound first: on a weak uplink the picture's negotiation must not stand in its way. */
export const publishMedia = async (
  room: Room,
  stream: MediaStream,
): Promise<{
  readonly microphone: LocalTrackPublication | null
  readonly camera: LocalTrackPublication | null
}> => {
  const [audio] = stream.getAudioTracks()
  const [video] = stream.getVideoTracks()
  const microphone = audio
    ? await room.localParticipant.publishTrack(audio, {
        source: Track.Source.Microphone,
        audioPreset: AUDIO,
        red: true,
        dtx: true,
      })
    : null
  const camera = video
    ? await room.localParticipant.publishTrack(video, {
        source: Track.Source.Camera,
        simulcast: true,
        videoEncoding: VIDEO,
        degradationPreference: 'maintain-framerate',
      })
    : null
  return { microphone, camera }
}
