import { Room, RoomEvent, VideoPresets } from 'livekit-client'
import { createStore } from './createStore.ts'
import { publishMedia } from './publishMedia.ts'
import { readHeights } from './readHeights.ts'
import { type Heights, readRoom } from './readRoom.ts'
import type { LiveRoom, LiveSnapshot } from './types.ts'

/** Between two attempts to join; the last one for ever. */
const BACK_OFF_MS = [1000, 2000, 4000, 8000] as const
const HEIGHTS_EVERY_MS = 2000
/** Loudness changes all the time; the room is redrawn this often at most. */
const REDRAW_MS = 100

/** Signalling comes through the studio's own origin: the ticket's address is relative to the page. */
const signalUrl = (url: string): string => {
  const absolute = new URL(url, location.href)
  absolute.protocol = absolute.protocol.replace('http', 'ws')
  return absolute.href
}

type Ticket = { readonly url: string; readonly token: string }

type Options = {
  /** A fresh ticket; asking also makes the media room anew. Null: no media server at the moment. */
  readonly fetchTicket: () => Promise<Ticket | null>
  /** What this device sends; stays the caller's and is never stopped here. */
  readonly local: MediaStream | null
  /** The studio's own STUN servers. Never anybody else's: the default is none. */
  readonly iceServers?: readonly RTCIceServer[]
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

/** A pause that ends early when the network comes back or the room is left. */
const createPause = () => {
  let wake: () => void = () => undefined
  return {
    wake: (): void => wake(),
    wait: (ms: number): Promise<void> =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      }),
  }
}

type Wanted = { microphone: boolean; camera: boolean }

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

/**
 * Joins and stays joined: LiveKit's client gives up after 50 s, and at once when a restarted media
 * server has forgotten the room, so every end is followed by a fresh ticket, after 1, 2, 4, 8, 8 … s,
 * until `dispose`. Sound is published before the picture.
 */
export const openRoom = (options: Options): LiveRoom => {
  const store = createStore<LiveSnapshot>({ connection: 'connecting', participants: [] })
  const pause = createPause()
  const wanted: Wanted = { microphone: true, camera: true }
  let isOver = false
  let current: Room | null = null

  const show = (change: Partial<LiveSnapshot>): void => {
    if (!isOver) store.set({ ...store.getSnapshot(), ...change })
  }

  /** One life of one room; resolves when it ended, throws when it could not be joined. */
  const stay = async (ticket: Ticket): Promise<void> => {
    const room = createRoom()
    current = room
    let stopWatching: () => void = () => undefined
    const ended = new Promise<void>((resolve) => room.once(RoomEvent.Disconnected, () => resolve()))
    room.on(RoomEvent.Reconnecting, () => show({ connection: 'reconnecting' }))
    room.on(RoomEvent.Reconnected, () => show({ connection: 'connected' }))
    try {
      await room.connect(signalUrl(ticket.url), ticket.token, {
        rtcConfig: { iceServers: [...(options.iceServers ?? [])] },
      })
      show({ connection: 'connected' })
      stopWatching = watchRoom(room, (heights) => {
        const before = store.getSnapshot()
        const participants = readRoom(room, heights, before.participants)
        if (participants !== before.participants) show({ participants })
      })
      if (options.local) {
        await publishMedia(room, options.local)
        await obey(room, wanted)
      }
      await ended
    } finally {
      stopWatching()
      await room.disconnect(false)
      current = null
    }
  }

  const run = async (): Promise<void> => {
    let failures = 0
    while (!isOver) {
      const ticket = await options.fetchTicket().catch(() => null)
      if (isOver) return
      if (ticket) {
        const joinedMs = performance.now()
        await stay(ticket).catch(() => undefined) // why does not matter: a fresh ticket is the cure
        if (performance.now() - joinedMs > 30_000) failures = 0
      }
      show({ connection: ticket ? 'reconnecting' : 'waiting', participants: [] })
      if (isOver) return
      await pause.wait(BACK_OFF_MS[Math.min(failures, BACK_OFF_MS.length - 1)] ?? 8000)
      failures += 1
    }
  }

  window.addEventListener('online', pause.wake)
  void run()

  return {
    subscribe: store.subscribe,
    getSnapshot: store.getSnapshot,
    setMicrophone: (on) => {
      wanted.microphone = on
      if (current) void obey(current, wanted)
    },
    setCamera: (on) => {
      wanted.camera = on
      if (current) void obey(current, wanted)
    },
    dispose: () => {
      isOver = true
      window.removeEventListener('online', pause.wake)
      pause.wake()
      void current?.disconnect(false)
    },
  }
}
