import { RemoteVideoTrack, type Room, Track } from 'livekit-client'
import type { Heights } from './readRoom.ts'

/** Lines of every picture that arrives, from the receivers' own statistics. */
export const readHeights = async (room: Room): Promise<Heights> => {
  const heights = new Map<string, number>()
  for (const participant of room.remoteParticipants.values()) {
    const track = participant.getTrackPublication(Track.Source.Camera)?.track
    if (!(track instanceof RemoteVideoTrack)) continue
    const stats = await track.getReceiverStats()
    if (stats?.frameHeight) heights.set(participant.identity, stats.frameHeight)
  }
  return heights
}
