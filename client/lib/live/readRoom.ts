import { ConnectionQuality, type Participant, RemoteTrack, type Room, Track } from 'livekit-client'
import type { DeviceId, UserId } from '#shared/ids.ts'
import { rememberTrack } from './attachments.ts'
import type { LiveParticipant } from './types.ts'

const qualities: Readonly<Record<ConnectionQuality, LiveParticipant['quality']>> = {
  [ConnectionQuality.Excellent]: 'good',
  [ConnectionQuality.Good]: 'good',
  [ConnectionQuality.Poor]: 'poor',
  [ConnectionQuality.Lost]: 'lost',
  [ConnectionQuality.Unknown]: 'unknown',
}

const trackOf = (participant: Participant, source: Track.Source): MediaStreamTrack | null => {
  const publication = participant.getTrackPublication(source)
  const track = publication?.track
  if (!track || publication.isMuted) return null
  if (track instanceof RemoteTrack) rememberTrack(track)
  return track.mediaStreamTrack
}

/** Heights of the pictures that arrive, by identity. */
export type Heights = ReadonlyMap<string, number>

const readParticipant = (participant: Participant, heights: Heights): LiveParticipant => {
  // The server names every participant `userId:deviceId`.
  const [userId = '', deviceId = ''] = participant.identity.split(':')
  return {
    identity: participant.identity,
    userId: userId as UserId,
    deviceId: deviceId as DeviceId,
    name: participant.name ?? '',
    isLocal: participant.isLocal,
    video: trackOf(participant, Track.Source.Camera),
    audio: trackOf(participant, Track.Source.Microphone),
    // Steps of a twentieth: finer ones nobody sees, and each is a new picture of the whole room.
    level: Math.round(participant.audioLevel * 20) / 20,
    quality: qualities[participant.connectionQuality],
    videoHeight: heights.get(participant.identity) ?? null,
  }
}

const isSame = (a: LiveParticipant, b: LiveParticipant): boolean =>
  (Object.keys(a) as (keyof LiveParticipant)[]).every((key) => Object.is(a[key], b[key]))

/** Everybody in the room, oneself first; who has not changed stays the same object. */
export const readRoom = (
  room: Room,
  heights: Heights,
  before: readonly LiveParticipant[],
): readonly LiveParticipant[] => {
  const everybody: Participant[] = [room.localParticipant, ...room.remoteParticipants.values()]
  const read = everybody.map((participant) => {
    const now = readParticipant(participant, heights)
    const then = before.find((own) => own.identity === now.identity)
    return then && isSame(then, now) ? then : now
  })
  const isUnchanged = read.length === before.length && read.every((own, i) => own === before[i])
  return isUnchanged ? before : read
}
