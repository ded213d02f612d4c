import type { LiveParticipant } from '#client/lib/live/index.ts'
import { deviceId } from '#client/lib/session/deviceId.ts'
import type { LessonSite } from '#shared/lessons/model.ts'
import type { ClassroomRoom } from '../room/ClassroomContext.ts'
import { type LinkSentence, linkSentence } from './linkSentence.ts'
import type { ClassroomMedia } from './useClassroomMedia.ts'

/** One site's tile: whose picture, and how it is. */
export type SiteLink = {
  readonly site: LessonSite
  readonly isMine: boolean
  readonly isHere: boolean
  readonly video: MediaStreamTrack | null
  readonly hasAudio: boolean
  readonly level: number
  readonly sentence: LinkSentence
}

const participantOf = (
  room: ClassroomRoom,
  media: ClassroomMedia,
  site: LessonSite,
): LiveParticipant | undefined => {
  const publisher = room.state.people.find(
    (person) => person.site === site.site && person.publishes,
  )
  return media.live.participants.find(({ deviceId: id }) => id === publisher?.deviceId)
}

/** The sites of the lesson with what this device sees and hears of them. */
export const siteLinks = (
  room: ClassroomRoom,
  media: ClassroomMedia,
  ownStream: MediaStream | null,
): readonly SiteLink[] =>
  room.lesson.sites.map((site) => {
    const { people } = room.state
    const publisher = people.find((person) => person.site === site.site && person.publishes)
    const isMine = publisher?.deviceId === deviceId()
    const participant = participantOf(room, media, site)
    // One's own picture is there before, and without, any media server.
    const ownVideo = isMine && media.camera ? (ownStream?.getVideoTracks()[0] ?? null) : null
    const video = isMine ? ownVideo : (participant?.video ?? null)
    const hasAudio = isMine
      ? media.microphone && (ownStream?.getAudioTracks().length ?? 0) > 0
      : (participant?.audio ?? null) !== null
    const isHere = people.some((person) => person.site === site.site)
    return {
      site,
      isMine,
      isHere,
      video,
      hasAudio,
      level: participant?.level ?? 0,
      sentence: linkSentence({
        media: room.state.media,
        isMine,
        isOnline: room.isOnline,
        isHere,
        publishes: publisher !== undefined,
        connection: media.isPossible ? media.live.connection : 'none',
        quality: participant?.quality ?? 'unknown',
        hasVideo: video !== null,
        hasAudio,
        videoHeight: isMine
          ? (ownVideo?.getSettings().height ?? null)
          : (participant?.videoHeight ?? null),
      }),
    }
  })
