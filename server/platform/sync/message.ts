import { messageTypes } from '#shared/sync/messages.ts'
import { ByteReader, MalformedBytes } from './ByteReader.ts'
import { OutMessage } from './RoomSocket.ts'

/** What a client may say. Everything else is malformed. */
export type ClientMessage =
  | { readonly type: 'sync-step-1'; readonly stateVector: Uint8Array }
  | {
      readonly type: 'update'
      readonly update: Uint8Array
      /** The answer to our state vector: everything the client has that we have not. */
      readonly isSyncStep2: boolean
    }
  | { readonly type: 'awareness'; readonly update: Uint8Array }
  | { readonly type: 'query-awareness' }

/** One document has at most 20,000 client ids; a state vector that names more is no honest one. */
const MAX_VECTOR_ENTRIES = 40_000

const checkStateVector = (bytes: Uint8Array): Uint8Array => {
  const reader = new ByteReader(bytes)
  const count = reader.count(2)
  if (count > MAX_VECTOR_ENTRIES) throw new MalformedBytes('a state vector of too many clients')
  for (let left = count; left > 0; left -= 1) {
    reader.uint()
    reader.uint()
  }
  reader.end()
  return bytes
}

const readSync = (reader: ByteReader): ClientMessage => {
  const step = reader.uint()
  const block = reader.block()
  reader.end()
  switch (step) {
    case 0:
      return { type: 'sync-step-1', stateVector: checkStateVector(block) }
    case 1:
    case 2:
      return { type: 'update', update: block, isSyncStep2: step === 1 }
    default:
      throw new MalformedBytes('a sync message of no known step')
  }
}

/** Reads one WebSocket message of a client. Throws MalformedBytes. */
export const readMessage = (bytes: Uint8Array): ClientMessage => {
  const reader = new ByteReader(bytes)
  const type = reader.uint()
  switch (type) {
    case messageTypes.sync:
      return readSync(reader)
    case messageTypes.awareness: {
      const update = reader.block()
      reader.end()
      return { type: 'awareness', update }
    }
    case messageTypes.queryAwareness:
      reader.end()
      return { type: 'query-awareness' }
    default:
      throw new MalformedBytes('a message of no known type')
  }
}

export const syncStep1Message = (stateVector: Uint8Array): OutMessage =>
  OutMessage.of([messageTypes.sync, 0], stateVector)

export const syncStep2Message = (update: Uint8Array): OutMessage =>
  OutMessage.of([messageTypes.sync, 1], update)

/** Many as one write, in order. */
export const updatesMessage = (updates: readonly Uint8Array[]): OutMessage =>
  OutMessage.ofMany([messageTypes.sync, 2], updates)

export const awarenessMessage = (update: Uint8Array): OutMessage =>
  OutMessage.of([messageTypes.awareness], update)

/** `count` update messages of this connection are on the disk. */
export const ackMessage = (count: number): OutMessage => OutMessage.of([messageTypes.ack, count])

/** Presence of nobody: breaks the silence after which y-websocket gives a connection up. */
export const heartbeatMessage = awarenessMessage(Uint8Array.of(0))

export const epochMessage = (epoch: string): OutMessage =>
  OutMessage.of([messageTypes.epoch], Buffer.from(epoch, 'utf8'))
