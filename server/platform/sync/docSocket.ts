import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Actor } from '#shared/access/actor.ts'
import { type CloseReason, closeCodes } from '#shared/sync/closeCodes.ts'
import {
  ACCESS_PARAM,
  ACK_PARAM,
  DEVICE_PARAM,
  EPOCH_PARAM,
  SCHEMA_PARAM,
  USER_PARAM,
} from '#shared/sync/messages.ts'
import type { Log } from '../log.ts'
import { endBeatFlood } from '../net/endBeatFlood.ts'
import { Backlog } from './Backlog.ts'
import type { DocRoomsWithDoor } from './createDocRooms.ts'
import type { Arrival } from './DocVisit.ts'
import { MAX_UPDATE_BYTES } from './gate.ts'
import { pingAll } from './pingAll.ts'
import { WsRoomSocket } from './WsRoomSocket.ts'

const PATH = '/ws/docs/'

type Parts = {
  readonly rooms: DocRoomsWithDoor
  /** Who asks, from the session cookie. */
  actorOf(request: IncomingMessage): Promise<Actor>
  /** Whether the upgrade comes from our own page; without it, Origin must name the Host. */
  isOwnPage?(request: IncomingMessage): boolean
  readonly log: Log
}

/** A client that is no browser sends no Origin and has no cookie somebody else could abuse. */
const originIsHost = ({ headers }: IncomingMessage): boolean => {
  if (headers.origin === undefined) return true
  return URL.canParse(headers.origin) && new URL(headers.origin).host === headers.host
}

const visitOf = (url: URL, name: string): Omit<Arrival, 'actorNow'> => {
  const query = url.searchParams
  const schema = query.get(SCHEMA_PARAM)
  const deviceId = query.get(DEVICE_PARAM)
  return {
    name,
    deviceId: deviceId !== null && /^[A-Za-z0-9_-]{8,40}$/.test(deviceId) ? deviceId : null,
    wantsAcks: query.get(ACK_PARAM) === '1',
    readsOnly: query.get(ACCESS_PARAM) === 'read',
    says: {
      epoch: query.get(EPOCH_PARAM),
      // What is no number is older than every number: only who says nothing is not asked.
      schemaVersion: schema === null ? null : /^\d{1,9}$/.test(schema) ? Number(schema) : -1,
    },
  }
}

/** A page that names its user is nobody's once another has signed in: what it sends would be theirs. */
const asNamed = (actor: Actor, named: string | null): Actor => {
  if (!named || (actor.kind === 'person' && actor.userId === named)) return actor
  return { kind: 'anyone' }
}

const nameIn = (url: URL): string => {
  try {
    return decodeURIComponent(url.pathname.slice(PATH.length))
  } catch {
    // Broken percent-encoding names no document.
    return ''
  }
}

const urlOf = (request: IncomingMessage): URL | null => {
  const url = `http://localhost${request.url ?? ''}`
  return URL.canParse(url) ? new URL(url) : null
}

/**
 * Apart from the upgrade's own closures: those would keep
 * the whole request for as long as the socket lives.
 */
const endsItself = (socket: Duplex) => (): void => {
  socket.destroy()
}

/**
 * `/ws/docs/<name>`: the y-websocket protocol. A refusal is a close code on an accepted upgrade,
 * because a browser cannot read the status of a refused one.
 */
export const attachDocSocket = (parts: Parts) => {
  const { rooms, log, actorOf, isOwnPage = originIsHost } = parts
  const sockets = new WebSocketServer({
    noServer: true,
    // The update, its message type and its length.
    maxPayload: MAX_UPDATE_BYTES + 16,
    perMessageDeflate: false,
  })

  const pings = pingAll()
  const backlog = new Backlog()

  const receive = async (
    socket: WebSocket,
    { request, url, stream }: { request: IncomingMessage; url: URL; stream: Duplex },
  ): Promise<void> => {
    endBeatFlood(socket)
    const refuse = (reason: CloseReason) => {
      socket.on('error', () => {})
      new WsRoomSocket(socket, stream, backlog).close(closeCodes[reason].code, reason)
    }
    if (!isOwnPage(request)) return refuse('Forbidden')
    pings.watch(socket, stream)
    // Whoever is not known yet is not listened to; nothing is lost meanwhile.
    socket.pause()
    const actorNow = async () => {
      const actor = await actorOf(request).finally(() => socket.resume())
      return asNamed(actor, url.searchParams.get(USER_PARAM))
    }
    const visitor = new WsRoomSocket(socket, stream, backlog)
    await rooms.admit(visitor, { ...visitOf(url, nameIn(url)), actorNow })
  }

  return {
    /** For the process's `upgrade` event. False when the path is not ours and nothing was done. */
    upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer): boolean => {
      const url = urlOf(request)
      if (!url?.pathname.startsWith(PATH)) return false
      // A browser that vanishes resets its connection; without a listener that ends the process.
      socket.on('error', endsItself(socket))
      sockets.handleUpgrade(request, socket, head, (accepted) => {
        receive(accepted, { request, url, stream: socket }).catch((err: unknown) => {
          log.error({ err }, 'document socket failed')
          accepted.terminate()
        })
      })
      return true
    },
    /** Ends what the rooms did not: sockets that were refused and linger. Call after `rooms.close()`. */
    close: (): void => {
      pings.stop()
      for (const client of sockets.clients) client.terminate()
      sockets.close()
    },
  }
}
