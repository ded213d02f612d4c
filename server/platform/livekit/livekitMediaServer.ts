import { AccessToken, RoomServiceClient, TrackSource, type VideoGrant } from 'livekit-server-sdk'
import type { ClassroomRole } from '#shared/classrooms/model.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { Log } from '../log.ts'
import type { MediaLink } from './MediaLink.ts'
import type { MediaServer } from './MediaServer.ts'
import { parseIdentity, participantIdentity } from './participantIdentity.ts'

const ticketSeconds = 600
/** As in the server's own configuration; an external server may have others. */
const room = { emptyTimeout: 300, departureTimeout: 20 }

const sources: Readonly<Record<ClassroomRole, readonly TrackSource[]>> = {
  lead: [
    TrackSource.CAMERA,
    TrackSource.MICROPHONE,
    TrackSource.SCREEN_SHARE,
    TrackSource.SCREEN_SHARE_AUDIO,
  ],
  assist: [TrackSource.CAMERA, TrackSource.MICROPHONE],
  observer: [],
}

/** The media server through its SDK. The tokens' grants are reliability.md §2.5, to the letter. */
export const livekitMediaServer = (parts: {
  readonly link: MediaLink
  readonly log: Log
}): MediaServer => {
  const { link, log } = parts
  const rooms = (): RoomServiceClient => {
    const address = link.address()
    if (address === null) throw notReady(link)
    const { apiKey, apiSecret } = link.credentials()
    // Fail-over asks the server for other regions: there are none, and the answer is a wait.
    return new RoomServiceClient(address, apiKey, apiSecret, { failover: false, requestTimeout: 5 })
  }
  /** What is asked to be gone may be gone already: a crash forgets every room. */
  const ifThere = async (what: string, act: () => Promise<unknown>): Promise<void> => {
    if (link.address() === null) return
    try {
      await act()
    } catch (error) {
      if (isMissing(error)) return
      if (link.address() === null) return
      log.warn({ err: error }, `media server: ${what} failed`)
      throw notReady(link, error)
    }
  }
  return {
    status: link.status,
    onStatus: link.onStatus,
    createTicket: async (request) => {
      const client = rooms()
      try {
        await client.createRoom({ name: request.room, ...room })
      } catch (error) {
        throw notReady(link, error)
      }
      const token = await mint(link, request)
      return { url: '/', token, expiresAtMs: expiryOf(token) }
    },
    closeRoom: (name) => ifThere('closeRoom', () => rooms().deleteRoom(name)),
    removeParticipant: (name, userId, deviceId) =>
      ifThere('removeParticipant', () =>
        rooms().removeParticipant(name, participantIdentity(userId, deviceId)),
      ),
    participants: async (name) => {
      // Nobody has ever had a ticket for a server that is not there.
      if (link.status().state === 'absent') return []
      try {
        const list = await rooms().listParticipants(name)
        return list.flatMap(({ identity, permission }) => {
          const who = parseIdentity(identity)
          return who ? [{ ...who, publishes: permission?.canPublish ?? false }] : []
        })
      } catch (error) {
        if (isMissing(error)) return []
        throw error instanceof AppError ? error : notReady(link, error)
      }
    },
    close: () => link.close(),
  }
}

type TicketRequest = Parameters<MediaServer['createTicket']>[0]

const mint = (link: MediaLink, request: TicketRequest): Promise<string> => {
  const { apiKey, apiSecret } = link.credentials()
  const token = new AccessToken(apiKey, apiSecret, {
    identity: participantIdentity(request.userId, request.deviceId),
    name: request.name,
    ttl: ticketSeconds,
  })
  token.addGrant(grantOf(request))
  return token.toJwt()
}

/** Every permission is written out: what is left unsaid, LiveKit grants. */
const grantOf = (request: TicketRequest): VideoGrant => {
  const allowed = request.publishes ? sources[request.role] : []
  return {
    room: request.room,
    roomJoin: true,
    canSubscribe: true,
    canPublish: allowed.length > 0,
    canPublishSources: [...allowed],
    canPublishData: allowed.length > 0,
  }
}

const expiryOf = (token: string): number => {
  const payload: unknown = JSON.parse(
    Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'),
  )
  if (typeof payload !== 'object' || payload === null || !('exp' in payload))
    throw new Error('a ticket without an end')
  return Number(payload.exp) * 1000
}

const notReady = (link: MediaLink, cause?: unknown): AppError =>
  new AppError('classrooms/media-not-ready', {
    data: { state: link.status().state, detail: link.status().detail },
    ...(cause === undefined ? {} : { cause }),
  })

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'not_found'
