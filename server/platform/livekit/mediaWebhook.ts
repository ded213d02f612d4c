import type { IncomingMessage, ServerResponse } from 'node:http'
import { type WebhookEvent, WebhookReceiver } from 'livekit-server-sdk'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { MediaEvent } from './MediaEvent.ts'
import type { MediaCredentials } from './MediaLink.ts'
import { parseIdentity } from './participantIdentity.ts'

export type MediaWebhook = {
  /** Reads the raw body itself: mount it before any body parser. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void
  /** A listener that throws makes the media server send the event again. */
  onEvent(listener: (event: MediaEvent) => void | Promise<void>): () => void
}

const mostBytes = 64 * 1024
/** Older ones are replays: what really happened then, the reconcile has found by now. */
const freshMs = 5 * 60_000

/**
 * The media server's messages: signed over the raw body, at most five minutes old, each id once.
 * Delivery is at least once and in no particular order.
 */
export const mediaWebhook = (parts: {
  readonly credentials: () => MediaCredentials
  readonly clock: Clock
  readonly log: Log
}): MediaWebhook => {
  const { credentials, clock, log } = parts
  const listeners = new Set<(event: MediaEvent) => void | Promise<void>>()
  const seen = new Map<string, number>()

  /** Answers the HTTP status. */
  const receive = async (body: string, authorization: string | undefined): Promise<number> => {
    const { apiKey, apiSecret } = credentials()
    if (apiSecret.length < 32) return 401
    const message = await new WebhookReceiver(apiKey, apiSecret)
      .receive(body, authorization)
      .catch(() => null)
    if (message === null) return 401
    const now = clock.now()
    const ageMs = Math.abs(now - Number(message.createdAt) * 1000)
    if (message.id === '' || ageMs > freshMs) return 401
    for (const [id, atMs] of seen) if (now - atMs > 2 * freshMs) seen.delete(id)
    if (seen.has(message.id)) return 200
    // Marked before the listeners run, so that a copy arriving meanwhile does not run them twice.
    seen.set(message.id, now)
    const event = eventOf(message)
    try {
      if (event !== null) for (const listener of listeners) await listener(event)
      return 200
    } catch (error) {
      seen.delete(message.id)
      log.error({ err: error, type: event?.type }, 'media event not handled')
      return 500
    }
  }

  return {
    handle: (request, response) => {
      readBody(request)
        .then((body) => (body === null ? 413 : receive(body, request.headers.authorization)))
        .catch(() => 400)
        .then((status) => {
          if (status === 401) log.warn('media event refused: not signed by our media server')
          response.writeHead(status, { connection: 'close' }).end()
        })
        .catch((error: unknown) => log.error({ err: error }, 'media event not answered'))
    },
    onEvent: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const readBody = async (request: IncomingMessage): Promise<string | null> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > mostBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const types: Readonly<Record<string, MediaEvent['type']>> = {
  participant_joined: 'participant_joined',
  participant_left: 'participant_left',
  // Somebody who was announced and never got through: gone as well.
  participant_connection_aborted: 'participant_left',
  room_finished: 'room_finished',
}

/** Null for what we do not follow (tracks, recorders, identities that are not ours). */
const eventOf = (message: WebhookEvent): MediaEvent | null => {
  const type = types[message.event]
  const room = message.room?.name
  if (type === undefined || !room) return null
  const facts = { id: message.id, room, atMs: Number(message.createdAt) * 1000 }
  if (type === 'room_finished') return { type, ...facts }
  const who = parseIdentity(message.participant?.identity ?? '')
  return who === null ? null : { type, ...facts, ...who }
}
