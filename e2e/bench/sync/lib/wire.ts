import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { messageTypes } from '#shared/sync/messages.ts'

export const EMPTY_UPDATE = Uint8Array.of(0, 0)
export const EMPTY_VECTOR = Uint8Array.of(0)

export type SyncKind = 'step1' | 'step2' | 'update'
const syncKinds: readonly SyncKind[] = ['step1', 'step2', 'update']

export type Heard =
  | { readonly kind: SyncKind | 'awareness'; readonly payload: Uint8Array }
  | { readonly kind: 'ack'; readonly count: number }
  | { readonly kind: 'authenticated' | 'denied' | 'ping' | 'other' }

/** How one of the two protocols puts and reads its messages. Everything is bytes; no Y.Doc is built. */
export type Protocol = {
  /** What must be said before the first SyncStep1; null: nothing. */
  opening(doc: string, token: string): Uint8Array | null
  sync(doc: string, kind: SyncKind, payload: Uint8Array): Uint8Array
  awareness(doc: string, payload: Uint8Array): Uint8Array
  pong(): Uint8Array
  read(frame: Uint8Array): Heard
}

const frame = (doc: string | null, fill: (encoder: encoding.Encoder) => void): Uint8Array => {
  const encoder = encoding.createEncoder()
  if (doc !== null) encoding.writeVarString(encoder, doc)
  fill(encoder)
  return encoding.toUint8Array(encoder)
}

const syncFrame = (doc: string | null, kind: SyncKind, payload: Uint8Array): Uint8Array =>
  frame(doc, (encoder) => {
    encoding.writeVarUint(encoder, messageTypes.sync)
    encoding.writeVarUint(encoder, syncKinds.indexOf(kind))
    encoding.writeVarUint8Array(encoder, payload)
  })

const awarenessFrame = (doc: string | null, payload: Uint8Array): Uint8Array =>
  frame(doc, (encoder) => {
    encoding.writeVarUint(encoder, messageTypes.awareness)
    encoding.writeVarUint8Array(encoder, payload)
  })

const readSync = (decoder: decoding.Decoder): Heard => {
  const kind = syncKinds[decoding.readVarUint(decoder)] ?? 'update'
  return { kind, payload: decoding.readVarUint8Array(decoder) }
}

/** One document per socket; its name is in the URL. */
const yWebsocket: Protocol = {
  opening: () => null,
  sync: (_doc, kind, payload) => syncFrame(null, kind, payload),
  awareness: (_doc, payload) => awarenessFrame(null, payload),
  pong: () => Uint8Array.of(),
  read: (bytes) => {
    const decoder = decoding.createDecoder(bytes)
    const type = decoding.readVarUint(decoder)
    if (type === messageTypes.sync) return readSync(decoder)
    if (type === messageTypes.awareness)
      return { kind: 'awareness', payload: decoding.readVarUint8Array(decoder) }
    if (type === messageTypes.ack) return { kind: 'ack', count: decoding.readVarUint(decoder) }
    return { kind: 'other' }
  },
}

const SYNC_REPLY = 4
const HOCUSPOCUS_AUTH = 2
const HOCUSPOCUS_PING = 9
const HOCUSPOCUS_PONG = 10

/** Hocuspocus 2…4: the document's name before every message, and an authentication first. */
const hocuspocus: Protocol = {
  opening: (doc, token) =>
    frame(doc, (encoder) => {
      encoding.writeVarUint(encoder, HOCUSPOCUS_AUTH)
      encoding.writeVarUint(encoder, 0)
      encoding.writeVarString(encoder, token)
      encoding.writeVarString(encoder, '4.7.0')
    }),
  sync: syncFrame,
  awareness: awarenessFrame,
  pong: () => frame('', (encoder) => encoding.writeVarUint(encoder, HOCUSPOCUS_PONG)),
  read: (bytes) => {
    const decoder = decoding.createDecoder(bytes)
    decoding.readVarString(decoder)
    const type = decoding.readVarUint(decoder)
    if (type === messageTypes.sync || type === SYNC_REPLY) return readSync(decoder)
    if (type === messageTypes.awareness)
      return { kind: 'awareness', payload: decoding.readVarUint8Array(decoder) }
    if (type === HOCUSPOCUS_PING) return { kind: 'ping' }
    if (type !== HOCUSPOCUS_AUTH) return { kind: 'other' }
    const answer = decoding.readVarUint(decoder)
    return { kind: answer === 2 ? 'authenticated' : answer === 1 ? 'denied' : 'other' }
  },
}

export const protocols = { yWebsocket, hocuspocus } as const
