import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import {
  type LiveParticipant,
  type LiveRoom,
  type LiveSnapshot,
  openRoom,
  useLiveRoom,
  videoSupport,
} from '#client/lib/live/index.ts'
import { deviceId, onDeviceRenewed } from '#client/lib/session/deviceId.ts'
import type { Surface } from '#shared/classrooms/model.ts'
import type { DeviceId } from '#shared/ids.ts'
import { join } from '../classroomsApi.ts'
import { useRoom } from '../room/ClassroomContext.ts'

export type ClassroomMedia = {
  readonly live: LiveSnapshot
  /** False where this browser cannot take part with picture and sound. */
  readonly isPossible: boolean
  readonly microphone: boolean
  readonly camera: boolean
  setMicrophone(on: boolean): void
  setCamera(on: boolean): void
  /** The other rooms' voices that this device plays. */
  readonly heard: readonly LiveParticipant[]
}

/** The media server's address as a browser needs it; `/` means through the studio's own. */
const mediaUrl = (url: string): string => {
  const absolute = new URL(url, location.href)
  absolute.protocol = absolute.protocol.replace('http', 'ws')
  return absolute.href
}

/** A device of my site that is not this one sends sound: then this one keeps silent. */
const isAnotherHeardHere = (
  people: ReturnType<typeof useRoom>['state']['people'],
  site: string | null,
) =>
  site !== null &&
  people.some(
    (person) => person.site === site && person.publishes && person.deviceId !== deviceId(),
  )

/**
 * This tab's device. Somebody else can be listed with it who came while the line was away: joining
 * again says so, and the tab takes another.
 */
const useOwnDevice = (surface: Surface, publishes: boolean): DeviceId => {
  const { classroomId, state, me, isOnline } = useRoom()
  const device = useSyncExternalStore(onDeviceRenewed, deviceId)
  const isTaken = state.people.some(
    (person) => person.deviceId === device && person.userId !== me.userId,
  )
  const entry = useRef({ surface, publishes })
  entry.current = { surface, publishes }
  useEffect(() => {
    if (isTaken && isOnline) void join(classroomId, entry.current).catch(() => undefined)
  }, [classroomId, isTaken, isOnline])
  return device
}

/**
 * Sound and picture of one classroom on this device. Rejoining is the live room's own business; a
 * ticket is asked for again for as long as it takes, and the lesson goes on meanwhile.
 */
export const useClassroomMedia = (entry: {
  readonly surface: Surface
  /** What this device sends; null only watches. */
  readonly stream: MediaStream | null
  /** Rises when this page is to join anew, e.g. after it took its site back. */
  readonly visit?: number
}): ClassroomMedia => {
  const { classroomId, state, me } = useRoom()
  const { surface, stream, visit = 0 } = entry
  const [room, setRoom] = useState<LiveRoom | null>(null)
  const [microphone, setMicrophone] = useState(true)
  const [camera, setCamera] = useState(true)
  const [isPossible] = useState(() => videoSupport().ok)
  const isOver = state.phase === 'ended'
  const device = useOwnDevice(surface, isPossible && stream !== null)
  const wanted = useRef({ microphone, camera })
  wanted.current = { microphone, camera }

  useEffect(() => {
    if (isOver) return
    void [visit, device]
    const publishes = stream !== null
    if (!isPossible) {
      void join(classroomId, { surface, publishes: false }).catch(() => undefined)
      return
    }
    const fetchTicket = async () => {
      const { ticket } = await join(classroomId, { surface, publishes })
      return ticket && { url: mediaUrl(ticket.url), token: ticket.token }
    }
    const opened = openRoom({ fetchTicket, local: stream })
    opened.setMicrophone(wanted.current.microphone)
    opened.setCamera(wanted.current.camera)
    setRoom(opened)
    return () => {
      setRoom(null)
      opened.dispose()
    }
  }, [classroomId, surface, stream, visit, device, isPossible, isOver])

  const live = useLiveRoom(room)
  const siteOf = (participant: LiveParticipant) =>
    state.people.find((person) => person.deviceId === participant.deviceId)?.site ?? null
  const isSilent = isAnotherHeardHere(state.people, me.site)
  return {
    live,
    isPossible,
    microphone,
    camera,
    setMicrophone: (on) => {
      setMicrophone(on)
      room?.setMicrophone(on)
    },
    setCamera: (on) => {
      setCamera(on)
      room?.setCamera(on)
    },
    heard: isSilent
      ? []
      : live.participants.filter((one) => me.site === null || siteOf(one) !== me.site),
  }
}
