import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/** Frames as a client makes them, honest or not. */
const frame = (numbers: readonly number[], block?: Uint8Array): Uint8Array => {
  const encoder = encoding.createEncoder()
  for (const number of numbers) encoding.writeVarUint(encoder, number)
  if (block) encoding.writeVarUint8Array(encoder, block)
  return encoding.toUint8Array(encoder)
}

export const step1 = (doc = new Y.Doc()) => frame([0, 0], Y.encodeStateVector(doc))
export const step2 = (update: Uint8Array) => frame([0, 1], update)
export const update = (bytes: Uint8Array) => frame([0, 2], bytes)
export const rawFrame = frame

export const awareness = (...entries: readonly (readonly [number, number, unknown])[]) => {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, entries.length)
  for (const [clientId, clock, state] of entries) {
    encoding.writeVarUint(encoder, clientId)
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarString(encoder, typeof state === 'string' ? state : JSON.stringify(state))
  }
  return frame([1], encoding.toUint8Array(encoder))
}

/** An ack's count; null for any other message. */
export const ackCount = (message: Uint8Array): number | null =>
  message[0] === 100 ? (message[1] ?? null) : null
