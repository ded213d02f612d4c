import { Room, RoomEvent, VideoPresets } from 'livekit-client'
import { publishMedia } from './publishMedia.ts'
import { readHeights } from './readHeights.ts'
import { type Heights, readRoom } from './readRoom.ts'
import type { LiveParticipant, LiveSnapshot } from './types.ts'

const HEIGHTS_EVERY_MS = 2000
/** Loudness changes all the time; the room is redrawn this often at most. */
const REDRAW_MS = 100

/** Signalling comes through the studio's own origin: the ticket's address is relative to the page. */
const signalUrl = (url: string): string => {
  const absolute = new URL(url, location.href)
  absolute.protocol = absolute.protocol.replace('http', 'ws')
  return absolute.href
}

const createRoom = (): Room =>
  new Room({
    adaptiveStream: true,
    dynacast: true,
    // The stream also feeds the recorder and must survive a lost room.
    stopLocalTrackOnUnpublish: false,
    publishDefaults: {
      simulcast: true,
      videoSimulcastLayers: [VideoPresets.h180, VideoPresets.h360],
      red: true,
      dtx: true,
    },
  })

const redrawEvents = [
  RoomEvent.ParticipantConnected,
  RoomEvent.ParticipantDisconnected,
  RoomEvent.ParticipantNameChanged,
  RoomEvent.TrackSubscribed,
  RoomEvent.TrackUnsubscribed,
  RoomEvent.TrackMuted,
  RoomEvent.TrackUnmuted,
  RoomEvent.LocalTrackPublished,
  RoomEvent.LocalTrackUnpublished,
  RoomEvent.ActiveSpeakersChanged,
  RoomEvent.ConnectionQualityChanged,
] as const

type Wanted = { readonly microphone: boolean; readonly camera: boolean }

/** Mutes and unmutes what is published as its owner wishes; new rooms start with the old wishes. */
const obey = async (room: Room, wanted: Wanted): Promise<void> => {
  for (const publication of room.localParticipant.trackPublications.values()) {
    const isOn = publication.kind === 'audio' ? wanted.microphone : wanted.camera
    if (!publication.track || publication.isMuted !== isOn) continue
    await (isOn ? publication.unmute() : publication.mute())
  }
}

/** Keeps the store's picture of one connected room up to date until it ends. */
const watchRoom = (room: Room, redraw: (heights: Heights) => void): (() => void) => {
  let heights: Heights = new Map()
  let pending: ReturnType<typeof setTimeout> | null = null
  const soon = (): void => {
    pending ??= setTimeout(() => {
      pending = null
      redraw(heights)
    }, REDRAW_MS)
  }
  for (const event of redrawEvents) room.on(event, soon)
  const timer = setInterval(() => {
    void readHeights(room).then(
      (read) => {
        heights = read
        soon()
      },
      () => undefined, // a room that just ended has no statistics
    )
  }, HEIGHTS_EVERY_MS)
  redraw(heights)
  return () => {
    clearInterval(timer)
    if (pending) clearTimeout(pending)
    for (const event of redrawEvents) room.off(event, soon)
  }
}

type Joining = {
  readonly ticket: { readonly url: string; readonly token: string }
  readonly local: MediaStream | null
  readonly iceServers: readonly RTCIceServer[]
  /** Read whenever it is obeyed: the caller may change its mind while the room is being joined. */
  readonly wanted: Wanted
  readonly before: () => readonly LiveParticipant[]
  readonly show: (change: Partial<LiveSnapshot>) => void
}

/**
 * One life of one room. `ended` resolves when it is over and rejects when it could not be joined.
 * The only way to LiveKit's client, so that whoever imports this later also loads that later.
 */
export const joinRoom = (joining: Joining) => {
  const { ticket, local, iceServers, wanted, before, show } = joining
  const room = createRoom()
  const stay = async (): Promise<void> => {
    let stopWatching: () => void = () => undefined
    const ended = new Promise<void>((resolve) => room.once(RoomEvent.Disconnected, () => resolve()))
    room.on(RoomEvent.Reconnecting, () => show({ connection: 'reconnecting' }))
    room.on(RoomEvent.Reconnected, () => show({ connection: 'connected' }))
    try {
      await room.connect(signalUrl(ticket.url), ticket.token, {
        rtcConfig: { iceServers: [...iceServers] },
      })
      show({ connection: 'connected' })
      stopWatching = watchRoom(room, (heights) => {
        const shown = before()
        const participants = readRoom(room, heights, shown)
        if (participants !== shown) show({ participants })
      })
      if (local) {
        await publishMedia(room, local)
        await obey(room, wanted)
      }
      await ended
    } finally {
      stopWatching()
      await room.disconnect(false)
    }
  }
  return {
    ended: stay(),
    obey: (): void => void obey(room, wanted),
    leave: (): void => void room.disconnect(false),
  }
}
export type JoinedRoom = ReturnType<typeof joinRoom>
